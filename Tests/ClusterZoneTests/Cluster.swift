import ClusterZone
import DNSMessage
import JSON
import KubernetesAPI
import NetworkAddress
import Testing
import YAML

/// A cluster written as YAML, to be asked.
struct Cluster {
    var state: ClusterState

    init(
        _ yaml: String = "", pods: PodNames = .insecure,
        _ change: (inout ZoneConfiguration) -> Void = { _ in }
    ) throws {
        let zone = try #require(DNSName("cluster.local"))
        var configuration = ZoneConfiguration(zone: zone)
        configuration.pods = pods
        configuration.ttl = 30
        change(&configuration)
        state = ClusterState(configuration)
        try apply(yaml)
    }

    mutating func apply(_ yaml: String) throws {
        state.apply(try Self.objects(yaml).map(ObjectEvent.applied))
    }

    static func objects(_ yaml: String) throws -> [KubernetesObject] {
        try YAML.documents(Array(yaml.utf8)).flatMap {
            try KubernetesObject.decode($0.root, source: SourceLocation(file: "test.yaml"))
        }
    }

    /// The reply to a question, decoded; nil outside of the zones.
    func ask(
        _ name: String, _ type: RecordType = .a, limit: Int = 65535, random: UInt32 = 0
    ) throws -> DNSMessage? {
        let question = Question(try #require(DNSName(name)), type)
        let query = DNSMessage(header: Header(id: 7), questions: [question]).encoded()
        var scan = QueryScan()
        _ = scan.scan(query.span)
        guard let answer = state.index.lookup(query.span, scan) else { return nil }
        var reply = [UInt8](repeating: 0, count: limit)
        var out = reply.mutableSpan
        var writer = ReplyWriter(
            query.span, questionEnd: scan.questionEnd, limit: limit, into: &out)
        state.index.write(answer, to: scan, random: random, with: &writer, into: &out)
        var flags: HeaderFlags = [.response]
        if writer.isTruncated { flags.insert(.truncated) }
        let bits = flags.rawValue | writer.responseCode.rawValue
        writer.putHeader(id: 7, bits: bits, into: &out)
        return try DNSMessage(decoding: Array(reply[..<writer.position]))
    }

    /// The data of the answer, sorted; or `NODATA`, `NXDOMAIN`, `outside`.
    func answer(_ name: String, _ type: RecordType = .a) throws -> [String] {
        guard let reply = try ask(name, type) else { return ["outside"] }
        if reply.responseCode == .nameError { return ["NXDOMAIN"] }
        if reply.answers.isEmpty { return ["NODATA"] }
        return reply.answers.map { "\($0.data)" }.sorted()
    }

    static let web = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: prod}
        spec:
          clusterIP: 10.96.10.1
          clusterIPs: [10.96.10.1, "fd00::a1"]
          ports:
          - {name: http, port: 80, protocol: TCP}
          - {name: dns, port: 53, protocol: UDP}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-a, namespace: prod, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        endpoints:
        - {addresses: [10.244.1.10], conditions: {ready: true}, hostname: first}
        - {addresses: [10.244.1.11], conditions: {ready: true}}
        - {addresses: [10.244.1.12], conditions: {ready: false}}
        ports:
        - {name: http, port: 8080, protocol: TCP}
        """

    static let db = """
        apiVersion: v1
        kind: Service
        metadata: {name: db, namespace: prod}
        spec:
          clusterIP: None
          ports:
          - {name: pg, port: 5432, protocol: TCP}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-a, namespace: prod, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        endpoints:
        - {addresses: [10.244.2.10], conditions: {ready: true}, hostname: db-0}
        - {addresses: [10.244.2.11], conditions: {ready: true}, hostname: twin}
        - {addresses: [10.244.2.12], conditions: {ready: true}, hostname: twin}
        - {addresses: [10.244.2.13], conditions: {ready: false}, hostname: late}
        ports:
        - {name: pg, port: 5432, protocol: TCP}
        """
}
