"""A server on 127.0.0.1 that misbehaves in every way a link checker meets.  The path names the fault."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections import Counter, defaultdict
from pathlib import Path

PAGE = b"<!doctype html><title>Una p\xc3\xa1gina</title><h1 id=uno>Uno</h1><p id=user-content-dos>"
CERTIFICATE = Path(__file__).parent / "data" / "self-signed.pem"


class FaultServer:
    """`with FaultServer() as server: server.url("/404")`; `hits` counts requests, `most` those at once."""

    def __enter__(self) -> FaultServer:
        self.hits: Counter[str] = Counter()
        self.at_once = self.most = 0
        self.methods: dict[str, list[str]] = defaultdict(list)
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait(10)
        return self

    def __exit__(self, *error: object) -> None:
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join(10)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def tls_url(self, path: str) -> str:
        return f"https://127.0.0.1:{self.tls_port}{path}"

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._serve(ready))

    async def _serve(self, ready: threading.Event) -> None:
        self.stop = asyncio.Event()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        plain = await asyncio.start_server(self._client, "127.0.0.1", 0)
        tls = await asyncio.start_server(self._client, "127.0.0.1", 0, ssl=context)
        self.port = plain.sockets[0].getsockname()[1]
        self.tls_port = tls.sockets[0].getsockname()[1]
        ready.set()
        await self.stop.wait()
        plain.close()
        tls.close()
        tasks = asyncio.all_tasks(self.loop) - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, path, _ = request.split(" ", 2)
            self.hits[path] += 1
            self.methods[path].append(method)
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            try:
                await self._answer(path, request, reader, writer)
            finally:
                self.at_once -= 1
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def _answer(
        self, path: str, request: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        def send(status: str, body: bytes = b"", kind: str = "text/html; charset=utf-8", **headers: str) -> None:
            fields = {"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"}
            fields |= {name.replace("_", "-"): value for name, value in headers.items()}
            head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
            writer.write(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

        first = self.hits[path] == 1
        name = path.lstrip("/").split("?")[0]
        if name in ("ok", "", "end", "page/deep"):
            send("200 OK", PAGE)
        elif name == "pause":
            await asyncio.sleep(0.03)
            send("200 OK", PAGE)
        elif name in ("404", "410"):
            send(f"{name} Gone", b"nothing")
        elif name in ("403", "401", "418", "500", "503", "451"):
            send(f"{name} Sorry", b"no")
        elif name == "403-agent":
            send("403 Forbidden" if "linkcheck" in request else "200 OK")
        elif name == "429-once":
            send("429 Slow", Retry_After="0") if first else send("200 OK", PAGE)
        elif name == "429-wait":
            send("429 Slow", Retry_After="0.3") if first else send("200 OK", PAGE)
        elif name == "429-always":
            send("429 Slow", Retry_After="0")
        elif name == "429-long":
            send("429 Slow", Retry_After="3600")
        elif name == "flaky":
            send("500 Oops") if self.hits[path] < 3 else send("200 OK", PAGE)
        elif name == "no-head":
            send("405 No") if request.startswith("HEAD") else send("200 OK", PAGE)
        elif name == "chain":
            send("301 Moved", Location="/chain2")
        elif name == "chain2":
            send("308 Moved", Location="end")
        elif name == "mixed":
            send("301 Moved", Location="/temporary")
        elif name == "temporary":
            send("302 Found", Location="/end")
        elif name == "loop":
            send("302 Found", Location="/loop2")
        elif name == "loop2":
            send("302 Found", Location="/loop")
        elif name.startswith("endless-chain"):
            send("302 Found", Location=f"/endless-chain{int(name[13:] or 0) + 1}")
        elif name == "to-404":
            send("301 Moved", Location="/404")
        elif name == "to-nowhere":
            send("302 Found", Location="mailto:x@y.z")
        elif name == "to-bad":
            send("302 Found", Location="http://exa mple.com/")
        elif name == "to-front":
            send("302 Found", Location="/")
        elif name == "soft":
            send("200 OK", "<title>Página no encontrada | Sitio</title>".encode())
        elif name == "soft-english":
            send("200 OK", b"<title>Sitio</title><h1>404 - Page not found</h1>")
        elif name == "pdf":
            send("200 OK", b"%PDF", "application/pdf")
        elif name == "big":
            send("200 OK", b"<p>" * 700_000 + b"<p id=far>")
        elif name == "slow-head":
            await asyncio.wait_for(reader.read(), 30)  # until the client gives up
        elif name == "reset":
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            writer.transport.abort()
        elif name == "close":
            return
        elif name == "garbage":
            writer.write(b"\0\1\2 what? \r\n\r\n\xff" * 20)
        elif name == "drip":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
            await self._repeat(writer, b"x", 0.05)
        elif name == "drip-head":
            writer.write(b"HTTP/1.1 200 OK\r\n")
            await self._repeat(writer, b"X-Slow: 1\r\n", 0.05)
        elif name == "endless":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>x</title>")
            await self._repeat(writer, b"<p>x" * 4096, 0.0)
        elif name == "long":  # more promised than sent
            send("200 OK", PAGE, Content_Length=str(len(PAGE) + 500))
        elif name == "short":  # less promised than sent
            send("200 OK", PAGE, Content_Length="5")
        elif name == "bad-gzip":
            send("200 OK", b"not gzip", Content_Encoding="gzip")
        elif name == "bad-length":
            send("200 OK", PAGE, Content_Length="many")
        else:
            send("404 Not Found")
        await writer.drain()

    @staticmethod
    async def _repeat(writer: asyncio.StreamWriter, data: bytes, pause: float) -> None:
        while True:
            writer.write(data)
            await writer.drain()
            await asyncio.sleep(pause)
