#!/bin/sh
# Gives a component a role and a database of its own, as database.py does in an image that has Python; may be repeated.
set -eu
PGPASSWORD=$(cat /secrets/superuser_password)
export PGPASSWORD
psql --quiet --set ON_ERROR_STOP=1 --set "name=$1" --host postgres --username postgres <<'SQL'
\set password `cat /secrets/database_password`
select format('create role %I login', :'name')
where not exists (select from pg_roles where rolname = :'name') \gexec
alter role :"name" password :'password';
select format('create database %I owner %I', :'name', :'name')
where not exists (select from pg_database where datname = :'name') \gexec
revoke connect on database catalog, :"name" from public;
SQL
