import HTTPServer
import JSON
import Synchronization

/// An API server of Services alone, whose faults a test chooses.
final class FakeServer: HTTPHandler {
    struct Event {
        var revision: Int
        var line: [UInt8]
    }

    struct State {
        var revision = 1
        var services: [String: JSON] = [:]
        var history: [Event] = []
        /// Watches from before this revision are told 410.
        var oldest = 0
        var streams: [any HTTPBodyStream] = []
        var lists = 0
        var watches = 0
        /// Answers instead of the next ones.
        var refusals: [HTTPResponse] = []
        var authorization: [String] = []
        var pageSize = 2
    }

    let state = Mutex(State())

    // What happens in the cluster.

    func put(_ name: String, port: Int) {
        state.withLock { state in
            state.revision += 1
            let type = state.services[name] == nil ? "ADDED" : "MODIFIED"
            let object = FakeServer.service(name, port: port, revision: state.revision)
            state.services[name] = object
            FakeServer.tell(&state, type, object)
        }
    }

    func remove(_ name: String) {
        state.withLock { state in
            guard let object = state.services.removeValue(forKey: name) else { return }
            state.revision += 1
            var last = object
            last["metadata"]?["resourceVersion"] = .string("\(state.revision)")
            FakeServer.tell(&state, "DELETED", last)
        }
    }

    func send(_ text: String) {
        for stream in state.withLock({ $0.streams }) { stream.write(Array(text.utf8)) }
    }

    /// Ends all watches; what `meanwhile` does happens before they can come back.
    func cut(_ meanwhile: (inout State) -> Void = { _ in }) {
        let streams = state.withLock { state in
            defer { state.streams = [] }
            meanwhile(&state)
            return state.streams
        }
        for stream in streams { stream.close() }
    }

    func forgetHistory() {
        state.withLock { state in
            state.oldest = state.revision
            state.history = []
        }
    }

    private static func service(_ name: String, port: Int, revision: Int) -> JSON {
        [
            "kind": "Service", "apiVersion": "v1",
            "metadata": [
                "name": .string(name), "namespace": "default",
                "resourceVersion": .string("\(revision)"),
            ],
            "spec": ["clusterIP": "10.0.0.9", "ports": [["port": .int(port)]]],
        ]
    }

    private static func tell(_ state: inout State, _ type: String, _ object: JSON) {
        let event: JSON = ["type": .string(type), "object": object]
        let line = event.serialized() + [UInt8(ascii: "\n")]
        state.history.append(Event(revision: state.revision, line: line))
        state.streams.removeAll { !$0.write(line) }
    }

    // What a client sees.

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        let refusal = state.withLock { state -> HTTPResponse? in
            state.authorization.append(request.headers["Authorization"] ?? "")
            return state.refusals.isEmpty ? nil : state.refusals.removeFirst()
        }
        if let refusal { return refusal }
        guard request.path == "/api/v1/services" else {
            return FakeServer.status(404, "NotFound", "no such path")
        }
        let query = request.query ?? ""
        return query.contains("watch=true") ? watch(query) : list(query)
    }

    static func status(_ code: Int, _ reason: String, _ message: String) -> HTTPResponse {
        json(
            [
                "kind": "Status", "apiVersion": "v1", "status": "Failure",
                "reason": .string(reason), "message": .string(message), "code": .int(code),
            ], status: code)
    }

    static func json(_ value: JSON, status: Int = 200) -> HTTPResponse {
        var headers = HTTPFields()
        headers.add("Content-Type", "application/json")
        return HTTPResponse(status: status, headers: headers, body: .bytes(value.serialized()))
    }

    private func list(_ query: String) -> HTTPResponse {
        state.withLock { state in
            state.lists += 1
            var names = state.services.keys.sorted()
            if let token = FakeServer.parameter("continue", query) {
                names.removeAll { $0 <= token }
            }
            let page = names.prefix(state.pageSize)
            var metadata: JSON = ["resourceVersion": .string("\(state.revision)")]
            if page.count < names.count { metadata["continue"] = .string(page.last ?? "") }
            var items = page.compactMap { state.services[$0] }
            for index in items.indices {
                items[index]["kind"] = nil
                items[index]["apiVersion"] = nil
            }
            return FakeServer.json([
                "kind": "ServiceList", "apiVersion": "v1", "metadata": metadata,
                "items": .array(items),
            ])
        }
    }

    private func watch(_ query: String) -> HTTPResponse {
        let from = FakeServer.parameter("resourceVersion", query).flatMap { Int($0) } ?? 0
        let isExpired = state.withLock { state in
            state.watches += 1
            return from < state.oldest
        }
        var headers = HTTPFields()
        headers.add("Content-Type", "application/json")
        return HTTPResponse(
            status: 200, headers: headers,
            body: .stream { stream in
                if isExpired {
                    let status: JSON = [
                        "kind": "Status", "status": "Failure", "reason": "Expired",
                        "message": "too old resource version", "code": 410,
                    ]
                    let event: JSON = ["type": "ERROR", "object": status]
                    stream.write(event.serialized() + [UInt8(ascii: "\n")])
                    stream.close()
                    return
                }
                self.state.withLock { state in
                    for event in state.history where event.revision > from {
                        stream.write(event.line)
                    }
                    state.streams.append(stream)
                }
            })
    }

    private static func parameter(_ name: String, _ query: String) -> String? {
        query.split(separator: "&").first { $0.hasPrefix("\(name)=") }
            .map { String($0.dropFirst(name.count + 1)) }
    }
}
