"""The service, portable: it runs from the Dockerfile's CMD, in a container or anywhere else, in any framework.

- It listens on 0.0.0.0 and on the port in the environment's PORT, until it is told to end (SIGTERM); then it does, within
  seconds.
- It loads, once, the artifact whose path is in MODEL_PATH. The artifact holds its own version: another file, another version.
- GET /health: status 200 and {"version": …}, the artifact's.
- For each request but those of /health it prints one line of JSON, with "version", "status" and "ms", and nothing of what was sent.
- It writes no file: its folder may be read-only. Secrets come from the environment, and stand in no file here.

smoke.json has "artifacts", the paths of two versions by their names, {"1": "desk-1.joblib", "2": "desk-2.joblib"}, and
"requests", ten or more with what version 1 answers, one of them at least refused (4xx), and one at least that version 2
answers in another way:
    {"method": "POST", "path": "/decide", "json": {…}, "status": 200, "answer": {"answer": "login"}}
"answer" has keys of the JSON answer with their values; other keys may be there, too.
"""

raise NotImplementedError
