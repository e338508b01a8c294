#!/bin/sh
# First start only. The catalog owns its database and nothing else; the superuser is for people who repair.
set -eu
psql --quiet --set ON_ERROR_STOP=1 --username postgres <<'SQL'
\set password `cat /secrets/catalog_password`
create role catalog login password :'password';
create database catalog owner catalog;
SQL
