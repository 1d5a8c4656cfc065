import CNIProtocol
import JSON
import LinuxSystem
import NetworkAddress
import PodShaping
import RouteNetlink

/// What a network's configuration says about its pods, as far as packets feel it.
package struct NetworkExpectation: Hashable {
    /// The network's name.
    package var network: String
    /// The pods' bridge; nil for a pair without one.
    package var bridge: String?
    /// What pods send elsewhere leaves with the node's address.
    package var masquerades = false
    /// The pods' hardware addresses are checked.
    package var checksSenders = false
    /// A bridge sends packets back by the port they came from.
    package var hairpin = false
    /// The bridge's ports are isolated from each other.
    package var isolatesPorts = false
    /// Limits that every pod has.
    package var bandwidth = Bandwidth()

    /// Reads a configuration or a list of them.
    /// - Throws: `CNIError` 7 for a value that cannot be, 6 for text that is no JSON.
    package init(_ bytes: [UInt8]) throws(CNIError) {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw CNIError(.decodingFailed, "\(error)")
        }
        let root = ConfigurationField(document.root)
        network = try root["name"].required(\.string, "the network's name")
        let list = try root["plugins"].elements()
        for plugin in list.isEmpty ? [root] : list { try add(plugin) }
    }

    private mutating func add(_ plugin: ConfigurationField) throws(CNIError) {
        switch try plugin["type"].string() ?? "" {
        case let type where ["bridge", "ptp", "martlet"].contains(type):
            masquerades = try plugin["ipMasq"].flag()
            if type != "ptp" {
                let name = try plugin["bridge"].string() ?? ""
                bridge = name.isEmpty ? "cni0" : name
                checksSenders = try plugin["macspoofchk"].flag()
                hairpin = try plugin["hairpinMode"].flag()
                isolatesPorts = try plugin["portIsolation"].flag()
            }
            if type == "martlet" { bandwidth = try Bandwidth(limits: plugin) }
        case "bandwidth": bandwidth = try Bandwidth(limits: plugin)
        default: break
        }
    }

    /// What of a pod is not so, a sentence each.
    func discrepancies(of pod: ObservedPod, on node: ObservedNode) throws -> [String] {
        var problems: [String] = []
        let book = RuleBook(rules: node.rules)
        if let bridge, node.name(pod.hostLink.master) != bridge {
            problems.append("\(pod.hostLink.name) of \(pod.name) is no port of \(bridge)")
        }
        let masqueraded = Set(node.rules.flatMap(\.masquerades).map(\.address))
        if masquerades {
            for address in pod.addresses.map(\.address)
            where !address.isLinkLocal && !masqueraded.contains(address) {
                problems.append("\(address) of \(pod.name) is not masqueraded")
            }
        }
        if checksSenders, book.senders(at: pod.hostLink.name) == nil {
            problems.append("whatever \(pod.name) sends from passes \(pod.hostLink.name)")
        }
        if hairpin, pod.hostLink.port?.isHairpin != true {
            problems.append("\(pod.name) does not reach itself by \(pod.hostLink.name)")
        }
        if isolatesPorts, pod.hostLink.port?.isIsolated != true {
            problems.append("\(pod.hostLink.name) is not isolated from other ports")
        }
        if let attachment = pod.attachment, !bandwidth.isEmpty {
            problems += try PodShaper(
                socket: node.socket, network: network, attachment: attachment
            ).discrepancies(of: bandwidth, on: pod.hostLink)
        }
        return problems
    }
}
