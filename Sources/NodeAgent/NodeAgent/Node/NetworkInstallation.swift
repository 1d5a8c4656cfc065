import APIMachinery
import ControllerRuntime
import JSON
import LinuxSystem
import Logging
import NetworkAddress
import WatchCache

/// Puts the network plugin and its configuration on a node, as soon as the node has its ranges.
public struct NetworkInstallation: Sendable {
    /// Where things go, and what the configuration says beside the ranges.
    public struct Options: Sendable {
        public var configurationFolder = "/etc/cni/net.d"
        public var pluginFolder = "/opt/cni/bin"
        /// The program martlet-cni, which is copied.
        public var program: String
        public var dataFolder: String?
        public var isMasquerading = false
        public var mtu: Int?
        /// The node's ranges; empty takes those of its object.
        public var podCIDRs: [IPPrefix] = []

        public init(program: String) { self.program = program }
    }

    private static let names = ["martlet", "loopback"]
    let options: Options
    let logger: Logger

    /// Installs, and follows the node's ranges until cancelled.
    func run(node: Informer) async {
        let (bell, ringer) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        node.onChange { _ in ringer.yield() }
        ringer.yield()
        for await _ in bell {
            var ranges = options.podCIDRs
            if ranges.isEmpty { ranges = node.list().flatMap { $0.view(NodeRanges.self).ranges } }
            if ranges.isEmpty { continue }
            do throws(SystemError) {
                try install(ranges)
            } catch {
                logger.error("install the network plugin: \(error)")
                try? await Task.sleep(for: .seconds(5))
                ringer.yield()
            }
        }
    }

    private func install(_ ranges: [IPPrefix]) throws(SystemError) {
        try installPlugin()
        var file = NetworkFile(podCIDRs: ranges)
        file.isMasquerading = options.isMasquerading
        file.mtu = options.mtu
        file.dataFolder = options.dataFolder
        let path = "\(options.configurationFolder)/\(NetworkFile.name)"
        let bytes = file.json.serialized(pretty: true) + [UInt8(ascii: "\n")]
        if (try? Files.read(path)) == bytes { return }
        try Files.createDirectories(options.configurationFolder)
        try Files.writeAtomically(path, bytes)
        logger.notice("pods have addresses of \(ranges.map(\.description))")
    }

    private func installPlugin() throws(SystemError) {
        try Files.createDirectories(options.pluginFolder)
        let target = "\(options.pluginFolder)/martlet-cni"
        let program = try Files.read(options.program)
        if (try? Files.read(target)) != program {
            // In one step: a runtime may call it at any time.
            try Files.writeAtomically(target, program, mode: 0o755)
        }
        for name in Self.names {
            let link = "\(options.pluginFolder)/\(name)"
            if (try? Files.readLink(link)) == "martlet-cni" { continue }
            if (try? Files.linkStatus(link)) != nil {
                logger.warning("\(link) is another plugin and stays")
                continue
            }
            try Files.createLink(link, to: "martlet-cni")
        }
    }
}

/// The ranges of a node's pods.
struct NodeRanges: ObjectView {
    var ranges: [IPPrefix]

    init(_ object: JSONValue) {
        let spec = object["spec"]
        ranges = spec?["podCIDRs"]?.elements.compactMap { $0.string.flatMap(IPPrefix.init) } ?? []
        if ranges.isEmpty, let only = spec?["podCIDR"]?.string.flatMap(IPPrefix.init) {
            ranges = [only]
        }
    }
}
