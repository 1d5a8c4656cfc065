import NetLab
import Testing

@Suite struct RequestTests {
    @Test func `bytes are a request, may become one, or are something else`() {
        let cases: [(String, HTTPRequestHead)] = [
            ("GET / HTTP/1.1\r\n\r\n", .request(byteCount: 18, keepsAlive: true)),
            ("GET / HTTP/1.0\r\n\r\n", .request(byteCount: 18, keepsAlive: false)),
            (
                "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
                .request(byteCount: 37, keepsAlive: false)
            ),
            (
                "POST /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
                .request(byteCount: 42, keepsAlive: true)
            ),
            ("POST /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", .incomplete),
            ("GE", .incomplete), ("GET /", .incomplete), ("hello\n", .other), ("\u{1}", .other),
            ("GETS / HTTP/1.1\r\n\r\n", .other),
        ]
        for (text, expected) in cases {
            #expect(HTTPRequestHead(Array(text.utf8)) == expected, "\(text)")
        }
    }

    @Test func `URLs are read`() throws {
        let cases: [(String, String, UInt16, String)] = [
            ("http://web", "web", 80, "/"), ("http://web:8080/a?b", "web", 8080, "/a?b"),
            ("http://[fd00::1]:30080", "fd00::1", 30080, "/"), ("http://[::1]/x", "::1", 80, "/x"),
        ]
        for (text, host, port, path) in cases {
            let url = try #require(RequestURL(text))
            #expect(url.host == host && url.port.rawValue == port && url.path == path)
        }
        for bad in ["https://web", "http://", "http://web:0", "http://web:x", "http://[::1]x"] {
            #expect(RequestURL(bad) == nil, "\(bad)")
        }
    }

    @Test func `a line tells what became of a request`() throws {
        let line = "10 25 ok web-1 node-1"
        let answer = try #require(RequestAnswer(line: Substring(line)))
        #expect(answer.line == line)
        #expect(answer.backend?.pod == "web-1")
        let failed = try #require(RequestAnswer(line: "1 2 failed connect to [::1]:80: no"))
        #expect(failed.line == "1 2 failed connect to [::1]:80: no")
        #expect(RequestAnswer(line: "") == nil)
        #expect(RequestAnswer(line: "x y ok a b") == nil)
    }

    private func tally(_ counts: [Int]) -> RequestTally {
        RequestTally(
            counts.enumerated().flatMap { index, count in
                (0..<count).compactMap { _ in
                    RequestAnswer(line: "1 2 ok web-\(index + 1) node-\(index + 1)")
                }
            })
    }

    @Test func `a share may stray by a part of an equal one`() {
        #expect(tally([85, 100, 115]).isFair(among: 3, tolerance: 0.15))
        #expect(!tally([84, 100, 116]).isFair(among: 3, tolerance: 0.15))
        #expect(!tally([150, 150, 0]).isFair(among: 3, tolerance: 0.15))
        #expect(!tally([]).isFair(among: 3, tolerance: 0.15))
    }

    @Test func `counts are a table by node and pod`() {
        #expect(
            tally([2, 1]).table == ["node-1  web-1  2  66.7 %", "node-2  web-2  1  33.3 %"])
    }
}
