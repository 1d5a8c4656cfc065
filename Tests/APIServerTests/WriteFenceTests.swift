import APIMachinery
import JSON
import ObjectStore
import Synchronization
import Testing

/// Writes of one who was elected hold only while the term lasts.
@Suite struct WriteFenceTests {
    static let leases = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases"
    static let maps = "/api/v1/namespaces/default/configmaps"
    static let term = LeaseTerm(
        namespace: "kube-system", name: "turn", holder: "a b", transitions: 3)
    static let fields = [(LeaseTerm.header, term.description)]

    static func map(_ name: String) -> JSON {
        ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name)]]
    }

    /// A server whose lease is in the term.
    static func led(_ store: any ObjectStore = MemoryStore()) async throws -> Played {
        let played = try await Played(store: store)
        let made = try await played.ask(
            "POST", leases,
            [
                "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                "metadata": ["name": "turn"],
                "spec": ["holderIdentity": "a b", "leaseTransitions": 3],
            ])
        try #require(made.code == 201)
        return played
    }

    /// The lease becomes this.
    static func setLease(_ played: Played, _ spec: JSON) async throws {
        let done = try await played.ask(
            "PATCH", leases + "/turn", ["spec": spec], type: "application/merge-patch+json")
        try #require(done.code == 200)
    }

    /// One way to write.
    struct Way: Sendable, CustomTestStringConvertible {
        var method: String
        var path: String
        var body: JSON?
        var type = "application/json"

        var testDescription: String { "\(method) \(path) \(type)" }

        /// Asks for it in the term.
        func ask(_ played: Played) async throws -> (code: Int, body: JSON) {
            try await played.ask(method, path, body, type: type, fields: fields)
        }
    }

    static let pod: JSON = [
        "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "p"],
        "spec": ["containers": [["name": "c", "image": "i"]]],
    ]
    static let pods = "/api/v1/namespaces/default/pods"
    static let merge = "application/merge-patch+json"
    static let ways: [Way] = [
        Way(method: "POST", path: maps, body: map("new")),
        Way(
            method: "PUT", path: maps + "/c",
            body: [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c"],
                "data": ["k": "put"],
            ]),
        Way(method: "PATCH", path: maps + "/c", body: ["data": ["k": "patch"]], type: merge),
        Way(
            method: "PATCH", path: maps + "/applied?fieldManager=m", body: map("applied"),
            type: "application/apply-patch+yaml"),
        Way(method: "DELETE", path: maps + "/c"),
        Way(method: "DELETE", path: maps),
        Way(
            method: "PATCH", path: pods + "/p/status",
            body: ["status": ["phase": "Running"]], type: merge),
        Way(
            method: "POST", path: pods + "/p/binding",
            body: [
                "apiVersion": "v1", "kind": "Binding", "metadata": ["name": "p"],
                "target": ["kind": "Node", "name": "n"],
            ]),
        Way(
            method: "POST", path: pods + "/p/eviction",
            body: [
                "apiVersion": "policy/v1", "kind": "Eviction", "metadata": ["name": "p"],
            ]),
    ]

    @Test(arguments: ways, ["held", "taken", "taken back", "given back", "deleted"])
    func `Each way to write holds while the term lasts, and no longer`(
        way: Way, lease: String
    ) async throws {
        let played = try await Self.led()
        for (path, object) in [(Self.maps, Self.map("c")), (Self.pods, Self.pod)] {
            try #require(try await played.ask("POST", path, object).code == 201)
        }
        switch lease {
        case "held": break
        case "taken":
            try await Self.setLease(played, ["holderIdentity": "other", "leaseTransitions": 4])
        case "taken back": try await Self.setLease(played, ["leaseTransitions": 5])
        case "given back": try await Self.setLease(played, ["holderIdentity": ""])
        default:
            let gone = try await played.ask("DELETE", Self.leases + "/turn")
            try #require(gone.code == 200)
        }
        let before = try await Self.everything(played)
        let answer = try await way.ask(played)
        let after = try await Self.everything(played)
        if lease == "held" {
            #expect((200..<300).contains(answer.code), "\(answer.body)")
            #expect(after != before)
            return
        }
        #expect(answer.code == 412)
        #expect(APIStatus(parsing: answer.body)?.isTermOver == true)
        #expect(
            answer.body["message"]?.string
                == "a b does not hold the lease kube-system/turn in its term 3 any more")
        #expect(after == before)
        let read = try await played.ask("GET", Self.maps + "/c", fields: Self.fields)
        #expect(read.code == 200)
    }

    static func everything(_ played: Played) async throws -> [JSON?] {
        var all: [JSON?] = []
        for path in [maps, pods] { all.append(try await played.ask("GET", path).body["items"]) }
        return all
    }

    /// What happens to the lease between the look at it and the commit.
    static func intruding(
        on played: Played, _ store: IntrudedStore, times: Int = 1, _ spec: JSON
    ) {
        let left = Mutex(times)
        store.intrude { store, writes in
            let isMeant = writes.contains { $0.key.contains("/configmaps/") }
            let goes = left.withLock { left in
                if isMeant { left -= 1 }
                return isMeant && left >= 0
            }
            guard goes, let key = writes.last?.key, let lease = try await store.get(key) else {
                return
            }
            var object = APIObject(try JSON(parsing: lease.value))
            object["spec"] = spec
            object["metadata", "annotations"] = ["n": .string("\(left.withLock { $0 })")]
            _ = try await store.commit([
                StoreWrite(key: key, value: object.json.serialized(), expectation: .anything)
            ])
        }
    }

    @Test(arguments: ways.filter { $0.path.hasPrefix(maps) })
    func `A lease that changes hands right before the commit stops it`(way: Way) async throws {
        let store = IntrudedStore()
        let played = try await Self.led(store)
        try #require(try await played.ask("POST", Self.maps, Self.map("c")).code == 201)
        Self.intruding(on: played, store, ["holderIdentity": "other", "leaseTransitions": 4])
        let before = try await Self.everything(played)
        let answer = try await way.ask(played)
        #expect(answer.code == 412)
        #expect(try await Self.everything(played) == before)
        // In the store itself: who is refused does not wait for the cache.
        let all = try await store.list(prefix: "/", from: nil, at: nil, limit: nil).values
        let lease = try #require(all.first { $0.key.hasSuffix("/kube-system/turn") })
        #expect(try JSON(parsing: lease.value)["spec"]?["holderIdentity"] == "other")
    }

    @Test func `A lease that is renewed right before the commit stops nothing`() async throws {
        let store = IntrudedStore()
        let played = try await Self.led(store)
        Self.intruding(
            on: played, store, times: 5,
            ["holderIdentity": "a b", "leaseTransitions": 3, "leaseDurationSeconds": 9])
        let made = try await played.ask("POST", Self.maps, Self.map("c"), fields: Self.fields)
        #expect(made.code == 201)
        let lease = try await played.ask("GET", Self.leases + "/turn")
        #expect(lease.body["spec"]?["leaseDurationSeconds"] == 9)
    }

    @Test func `What is no term, or more than one, is refused`() async throws {
        let played = try await Self.led()
        for values in [["turn"], [""], [Self.term.description, Self.term.description]] {
            let answer = try await played.ask(
                "POST", Self.maps, Self.map("c"), fields: values.map { (LeaseTerm.header, $0) })
            #expect(answer.code == 400)
            #expect(answer.body["message"]?.string?.contains(LeaseTerm.header) == true)
        }
        #expect(try await played.ask("GET", Self.maps + "/c").code == 404)
    }

    @Test func `Who writes for a term and may not write learns nothing of the lease`() async throws
    {
        let played = try await Self.led()
        for transitions in [3, 4] {
            let term = LeaseTerm(
                namespace: "kube-system", name: "turn", holder: "a b", transitions: transitions)
            let answer = try await played.ask(
                "POST", Self.maps, Self.map("c"),
                fields: [
                    (LeaseTerm.header, term.description), ("Impersonate-User", "nobody"),
                ])
            #expect(answer.code == 403)
        }
    }
}
