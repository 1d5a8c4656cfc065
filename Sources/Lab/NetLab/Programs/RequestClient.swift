import LinuxSystem
import NetworkAddress

/// Sends HTTP requests, each with a lookup and a connection of its own, and prints a line for each:
/// what `netlab request` does inside a pod.
public struct RequestClient: Sendable {
    let url: RequestURL
    let family: AddressFamily?
    /// What one request may take.
    let timeout: Duration

    /// - Parameter family: nil lets the resolver choose.
    public init(url: RequestURL, family: AddressFamily? = nil, timeout: Duration = .seconds(5)) {
        self.url = url
        self.family = family
        self.timeout = timeout
    }

    /// - Parameter count: how many; 0: until SIGTERM.
    public func run(count: Int) throws {
        let signals = try ProcessSignals([.terminate])
        var sent = 0
        while count == 0 || sent < count {
            if count == 0, signals.take() != nil { return }
            try StandardStream.output.write(request().line + "\n")
            sent += 1
        }
    }

    private func request() -> RequestAnswer {
        let begin = MonotonicClock.nanoseconds
        let outcome: RequestAnswer.Outcome
        do {
            outcome = .answered(try exchange())
        } catch {
            outcome = .failed("\(error)")
        }
        return RequestAnswer(begin: begin, end: MonotonicClock.nanoseconds, outcome: outcome)
    }

    private func exchange() throws -> RequestAnswer.Backend {
        let addresses =
            try url.address.map { [$0] }
            ?? NameLookup.addresses(of: url.host, family: family)
        guard let address = addresses.first else {
            throw LabError("\(url.host) has no address")
        }
        let target = SocketEndpoint(address, url.port)
        let socket = try StreamSocket(connect: target, timeout: timeout)
        let lines = ["GET \(url.path) HTTP/1.1", "Host: \(url.host)", "Connection: close", "", ""]
        try socket.write(Array(lines.joined(separator: "\r\n").utf8), timeout: timeout)
        let answer = String(decoding: try socket.readAll(timeout: timeout), as: UTF8.self)
        guard answer.hasPrefix("HTTP/1.1 200 ") else {
            throw LabError("the answer is not 200: \(answer.prefix(60))")
        }
        guard let greeting = answer.split(whereSeparator: \.isNewline).last,
            let backend = Greeting(greeting)
        else {
            throw LabError("the answer names no pod and node")
        }
        return RequestAnswer.Backend(pod: backend.pod, node: backend.node)
    }
}
