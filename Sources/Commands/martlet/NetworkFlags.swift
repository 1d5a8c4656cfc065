import ArgumentParser
import LinuxSystem
import NetworkAddress
import NodeAgent

/// The flags of `martlet agent` about pods' network.
struct NetworkFlags: ParsableArguments {
    @Flag(help: "Put martlet-cni and its configuration on the node.")
    var installCni = false

    @Option(help: "The program martlet-cni (default: beside this one).")
    var cniProgram: String?

    @Option(help: "Where host-local keeps its files.")
    var cniDataDir: String?

    @Option(help: "Whether what leaves a node's own pods shows the node's address.")
    var cniMasquerade = false

    @Option(help: "The MTU of pods (default: that of the links; 50 less with VXLAN).")
    var cniMtu: Int?

    @Option(help: "The ranges of the node's pods, with a comma (default: those of its Node).")
    var podCidr = ""

    @Option(help: "Routes to other nodes' pods: auto, direct, vxlan, off.")
    var routes = "auto"

    func validate() throws {
        guard ["auto", "direct", "vxlan", "off"].contains(routes) else {
            throw ValidationError("--routes: \(routes) is none of auto, direct, vxlan, off")
        }
    }

    /// What to put on the node; nil for nothing.
    func installation(_ runtime: RuntimeFlags) throws -> NetworkInstallation.Options? {
        guard installCni else { return nil }
        let folder = Files.directory(of: try CurrentProcess.executablePath())
        var options = NetworkInstallation.Options(program: cniProgram ?? folder + "/martlet-cni")
        options.configurationFolder = runtime.cniConfDir
        options.pluginFolder = ServerOptions.list(runtime.cniBinDir).first ?? "/opt/cni/bin"
        options.dataFolder = cniDataDir
        options.isMasquerading = cniMasquerade
        options.mtu = cniMtu ?? (routes == "vxlan" || routes == "auto" ? 1450 : nil)
        options.podCIDRs = try ServerOptions.list(podCidr).map { text in
            guard let range = IPPrefix(text) else {
                throw ValidationError("--pod-cidr: \(text) is no range, as 10.244.0.0/24")
            }
            return range
        }
        return options
    }
}
