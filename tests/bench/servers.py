# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks fetch from: the demo site, and nginx with a page of 10 KB."""

import contextlib
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

NGINX = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  keepalive_requests 1000000;
  default_type text/html;
  charset utf-8;
  sendfile on;
  open_file_cache max=100;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port} backlog=4096; root {folder}/pages; }}
}}
"""
DEADLINE_S = 10


@contextlib.contextmanager
def demo_site(telar):
    """Runs “telar demo-site”; gives its address without the last slash."""
    process = subprocess.Popen([telar, "demo-site"], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip().rstrip("/")
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def find_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process):
    deadline = time.monotonic() + DEADLINE_S
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("nginx did not start")
        time.sleep(0.01)


@contextlib.contextmanager
def nginx():
    """Runs nginx of its own on a free port of the loopback; gives the URL of its page."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise RuntimeError("nginx is not installed")
    with tempfile.TemporaryDirectory() as folder:
        pages = pathlib.Path(folder, "pages")
        pages.mkdir()
        pathlib.Path(folder).chmod(0o755)
        body = "<h1>A page</h1>\n" + "<p>So many words, so few threads.</p>\n" * 400
        pages.joinpath("page.html").write_text(body[:10000])
        port = find_free_port()
        config = pathlib.Path(folder, "nginx.conf")
        config.write_text(NGINX.format(folder=folder, port=port))
        process = subprocess.Popen(
            [program, "-p", folder, "-e", folder + "/error.log", "-c", config],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for_port(port, process)
            yield f"http://127.0.0.1:{port}/page.html"
        finally:
            process.terminate()
            process.wait()
