import LinuxSystem

/// The pods that a node's runtime has, found on its disk: the agent need not run.
struct NodePods {
    let paths: LabPaths
    let node: String

    init(_ paths: LabPaths, _ node: String) {
        self.paths = paths
        self.node = node
    }

    /// The pods that are there, or half there.
    func present() throws -> [PodKey] { [] }

    /// The number of a process in a pod; nil when none runs.
    func process(of key: PodKey) throws -> Int32? { nil }

    /// Kills every process of every pod, as a lost power does.
    func kill() {}

    /// Ends and removes everything.
    /// - Returns: what could not be removed, and why.
    func remove() -> [String] { [] }
}
