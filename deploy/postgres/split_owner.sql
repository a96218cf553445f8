-- For a database that was made before version 2026-12: portal_owner was the server's superuser, and becomes an owner who
-- is none (docs/upgrade.md). Run as that portal_owner, in the container; all of it or nothing. OWNER_PASSWORD stays.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
-- Nobody renames the role by which they came in.
SELECT 'CREATE ROLE postgres LOGIN SUPERUSER' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'postgres') \gexec
\connect - postgres
BEGIN;
-- The role that made the server must stay its superuser, so it is shut out instead.
ALTER ROLE portal_owner RENAME TO superuser_before;
ALTER ROLE superuser_before NOLOGIN PASSWORD NULL;
CREATE ROLE portal_owner LOGIN CREATEROLE PASSWORD :'owner_password';
GRANT portal TO portal_owner WITH ADMIN OPTION, INHERIT FALSE, SET FALSE;
ALTER DATABASE portal OWNER TO portal_owner;
DO $$
DECLARE
    item record;
BEGIN
    FOR item IN
        -- Sequences of a column follow their table.
        SELECT format('ALTER TABLE %s OWNER TO portal_owner', class.oid::regclass) AS statement
        FROM pg_class class
        WHERE relowner = 'superuser_before'::regrole AND oid >= 16384 AND relkind IN ('r', 'p', 'v', 'm', 'S')
            AND NOT EXISTS (
                SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = class.oid AND deptype IN ('a', 'i')
                    AND refclassid = 'pg_class'::regclass
            )
        UNION ALL
        SELECT format('ALTER ROUTINE %s OWNER TO portal_owner', oid::regprocedure)
        FROM pg_proc WHERE proowner = 'superuser_before'::regrole AND oid >= 16384
    LOOP
        EXECUTE item.statement;
    END LOOP;
END
$$;
COMMIT;
