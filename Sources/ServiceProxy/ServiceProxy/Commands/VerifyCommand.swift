import JSON
import KubernetesFiles
import LinuxSystem
import NetworkAddress
import Nftables
import NftablesDataplane
import ProxySettings

/// `svcproxy verify`.
public struct VerifyCommand: Sendable {
    private var origin: ObjectOrigin
    private var configuration: ProxyConfiguration
    private var format: OutputFormat
    private var console: Console

    /// The command.
    public init(
        origin: ObjectOrigin, configuration: ProxyConfiguration, format: OutputFormat,
        console: Console
    ) {
        self.origin = origin
        self.configuration = configuration
        self.format = format
        self.console = console
    }

    /// Compares both tables with the objects, element by element; changes nothing.
    ///
    /// - Returns: whether they are as the objects say.
    public func run() async throws -> Bool {
        let batch = try await origin.list(ProxyEngine.kinds)
        for line in batch.rejected { console.say("\(line); skipped") }
        var engine = ProxyEngine(configuration: configuration, socket: try NftablesSocket())
        engine.take(batch.events)
        engine.setAssigned(try AddressWatch.assigned())
        let found = try engine.verify()
        if format.isStructured {
            let all = found.flatMap { family, list in list.map { $0.json(family) } }
            try StandardStream.output.write(JSON.array(all).prettyText)
        } else {
            for (family, list) in found {
                for discrepancy in list {
                    try StandardStream.output.write("\(family): \(discrepancy)\n")
                }
            }
        }
        return found.allSatisfy { $0.discrepancies.isEmpty }
    }
}

extension TableDiscrepancy {
    fileprivate func json(_ family: AddressFamily) -> JSON {
        var object = JSONObject()
        object["family"] = .string("\(family)")
        object["kind"] = .string(kind.rawValue)
        object["subject"] = .string(subject)
        if let found { object["found"] = .string(found) }
        if let expected { object["expected"] = .string(expected) }
        if let servicePort { object["servicePort"] = .string("\(servicePort)") }
        return .object(object)
    }
}
