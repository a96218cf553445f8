# One image, several commands: web, worker, beat and the one-shot that migrates (docker-compose.yml).
FROM python:3.12-slim-bookworm
RUN apt-get update --quiet=2 \
 && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 portal && useradd --uid 10001 --gid portal --create-home portal \
 && install --directory --owner portal --group portal /data /data/files /backups
WORKDIR /portal
COPY requirements-image.lock ./
RUN pip install --no-cache-dir uv \
 && uv pip sync --system --no-cache --compile-bytecode --require-hashes requirements-image.lock
COPY . .
# Compiled here, as the packages are: the portal's user may not write beside them.
RUN python -m compileall -q .
# Translations and hashed static files are part of the image; the build needs no database and no real secret.
ENV STATIC_ROOT=/portal/staticfiles PORTAL_DATA=/data PYTHONUNBUFFERED=1
RUN DATABASE_URL=postgresql://none@none/none SECRET_KEY=only-for-this-step REDIS_URL=redis://none \
    python -m darbigas_kopienas.runtime.prepare translations static_files
USER portal
VOLUME /data /backups
EXPOSE 8000
CMD ["python", "-m", "darbigas_kopienas.runtime.supervisor", "web"]
