-- Run once, by the image of PostgreSQL, as the superuser of a database that was just made (docker-compose.yml). Passwords
-- come by the environment: a command line is read by every process of the machine.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
-- It may make the portal's role and give it a new password (runtime/database_roles.py); over other roles it has no say.
CREATE ROLE portal_owner LOGIN CREATEROLE PASSWORD :'owner_password';
ALTER DATABASE portal OWNER TO portal_owner;
-- The superuser comes in by the container's own socket, where no password is asked, and from nowhere else.
ALTER ROLE CURRENT_USER PASSWORD NULL;
