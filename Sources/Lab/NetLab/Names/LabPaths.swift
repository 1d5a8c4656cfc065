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
    /// The cluster's objects, the file that `svcproxy` and `clusterdns` follow.
    public var cluster: String { folder + "/cluster.json" }
    /// The API server's files.
    package var apiServer: String { folder + "/apiserver" }
    /// How the lab's programs, and its users, reach the API server.
    public var kubeconfig: String { apiServer + "/admin.kubeconfig" }
    /// The plugin under each of its names, put first in `CNI_PATH`.
    var plugins: String { folder + "/bin" }
    /// What the programs print.
    var logs: String { folder + "/log" }

    func log(_ program: String) -> String { "\(logs)/\(program).log" }
    func node(_ name: String) -> String { "\(folder)/nodes/\(name)" }
    /// A node's CNI configuration, as `/etc/cni/net.d` is on a machine.
    func networkConfiguration(_ node: String) -> String { self.node(node) + "/cni/net.d" }
    /// host-local's files, as `/var/lib/cni/networks` is on a machine.
    func addressPools(_ node: String) -> String { self.node(node) + "/cni/networks" }
    /// Results by attachment, as `/var/lib/cni/results` is on a machine.
    func networkResults(_ node: String) -> String { self.node(node) + "/cni/results" }
    func pod(_ key: PodKey) -> String { "\(folder)/pods/\(key.fileName)" }
}
