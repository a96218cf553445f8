#!/bin/sh
# Writes .env beside docker-compose.yml: the portal's address and secrets made by chance, for its owner alone to read.
# sh deploy/first_env.sh portal.example.lv
set -eu
cd "$(dirname "$0")/.."
case "${1:-}" in
    "" | *[!a-z0-9.-]* | -* | .*)
        echo "Usage: sh deploy/first_env.sh portal.example.lv (the name alone, in small letters)" >&2
        exit 2
        ;;
esac
if [ -e .env ]; then
    echo "There is a .env already. Nothing was changed." >&2
    exit 1
fi
by_chance() {
    od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'
}
umask 077
cat >.env <<END
PUBLIC_URL=https://$1
COMPOSE_PROFILES=tls
SECRET_KEY=$(by_chance 40)
OWNER_PASSWORD=$(by_chance 24)
PORTAL_PASSWORD=$(by_chance 24)
REDIS_PASSWORD=$(by_chance 24)
EMAIL_HOST=
EMAIL_HOST_USER=
EMAIL_HOST_PASSWORD=
DEFAULT_FROM_EMAIL="Darbīgās kopienas <portals@$1>"
BACKUP_KEY=
END
echo "Written: .env, with the address https://$1 and new passwords."
