import NetworkAddress

/// Who gets more connections than others, as the annotation `svcproxy.martlet.dev/weights` says:
/// `10.244.1.7=3, pod/web-0=5, node/node-a=2, zone/z1=1`.
struct EndpointWeights: Hashable, Sendable {
    /// Which endpoints a rule is about.
    enum Subject: Hashable, Sendable {
        case address(IPAddress)
        case pod(String)
        case node(String)
        case zone(String)
    }

    /// A subject and its shares.
    struct Rule: Hashable, Sendable {
        var subject: Subject
        var weight: UInt16
    }

    /// The rules; the first that fits counts.
    var rules: [Rule] = []

    /// The most shares that an endpoint may have.
    static let largest: UInt16 = 100
    /// What a rule looks like, for those who wrote another thing.
    static let form = "a list of <address>|pod/<name>|node/<name>|zone/<name>=<0 to 100>"

    init() {}

    /// Reads the annotation; nil when any part of it is not understood.
    init?(_ text: String) {
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, let weight = UInt16(sides[1].trimmed),
                weight <= Self.largest, let subject = Subject(sides[0].trimmed)
            else { return nil }
            rules.append(Rule(subject: subject, weight: weight))
        }
        if rules.isEmpty { return nil }
    }

    /// The shares of an endpoint; nil when no rule is about it.
    func weight(_ address: IPAddress, pod: String, _ place: EndpointPlace) -> UInt16? {
        rules.first { rule in
            switch rule.subject {
            case .address(let own): own == address
            case .pod(let name): name == pod
            case .node(let name): name == place.node
            case .zone(let name): name == place.zone
            }
        }?.weight
    }
}

extension EndpointWeights.Subject {
    fileprivate init?(_ text: String) {
        if let address = IPAddress(text) {
            self = .address(address)
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        switch parts[0] {
        case "pod": self = .pod(String(parts[1]))
        case "node": self = .node(String(parts[1]))
        case "zone": self = .zone(String(parts[1]))
        default: return nil
        }
    }
}

extension StringProtocol {
    /// Without spaces and tabs at both ends.
    var trimmed: String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let tail = drop(while: isBlank)
        guard let last = tail.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(tail[...last])
    }
}
