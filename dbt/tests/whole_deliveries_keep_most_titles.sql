-- Deliveries of everything that leave out more of the titles than the contract lets them.
select
    table_name,
    file,
    withdrawn,
    of_titles,
    for_example,
    may_lose,
    'deliver the whole file, or raise may_lose in the contract, make generate, and build again' as remedy
from ({{ withdrawn_titles() }}) as withdrawn_titles
where withdrawn > may_lose * of_titles
