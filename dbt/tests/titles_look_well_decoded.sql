-- Titles that were probably read in another encoding than they were written in. A reminder: they stay as delivered.
{{ config(severity='warn') }} {{ misdecoded_titles() }}
