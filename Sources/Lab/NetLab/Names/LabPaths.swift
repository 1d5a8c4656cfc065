/// Where a lab keeps its files: one folder, gone with the lab.
public struct LabPaths: Hashable, Sendable {
    /// The folder of all labs, and what `--state` may change.
    public static let standardRoot = "/run/netlab"

    /// The lab's own folder.
    public let folder: String
    /// The folder that holds every lab's folder.
    public let root: String

    /// The paths of a lab below a root.
    public init(lab: LabName, root: String = LabPaths.standardRoot) {
        self.root = root
        folder = "\(root)/\(lab)"
    }

    /// Held by `up`, `down` and each step that changes the lab.
    var lock: String { folder + "/lock" }
    /// What the lab is made of; see `LabState`.
    var state: String { folder + "/state.json" }
    /// The topology it was made from.
    package var topology: String { folder + "/topology.yaml" }
    /// The files of `martlet server`.
    package var server: String { folder + "/server" }
    /// How the lab's users reach the API server.
    public var kubeconfig: String { server + "/admin.kubeconfig" }
    /// The cluster DNS, as objects to apply.
    package var dnsManifest: String { folder + "/dns.yaml" }
    /// What containers' images are: see `LabImages`.
    package var images: String { folder + "/images" }
    /// What the programs print.
    var logs: String { folder + "/log" }

    func log(_ program: String) -> String { "\(logs)/\(program).log" }
    /// The nodes' disks.
    package var nodes: String { folder + "/nodes" }
    /// A node's disk.
    package func node(_ name: String) -> String { "\(nodes)/\(name)" }
    /// A node's CNI configuration, as `/etc/cni/net.d` is on a machine.
    package func networkConfiguration(_ node: String) -> String { self.node(node) + "/cni/net.d" }
    /// The agent's files, as `/var/lib/martlet` is on a machine.
    package func agent(_ node: String) -> String { self.node(node) + "/agent" }
    /// The process runtime's files: where the agent keeps them.
    package func runtime(_ node: String) -> String { agent(node) + "/process" }
    /// The plugins that the agent installs, as `/opt/cni/bin` is on a machine.
    package func plugins(_ node: String) -> String { self.node(node) + "/cni/bin" }
    /// How a machine's programs reach the API server.
    package func kubeconfig(of node: String) -> String { self.node(node) + "/kubeconfig" }
}
