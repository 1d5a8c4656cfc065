/// Something to do about a pod.
public enum PodAction: Sendable, Hashable {
    /// Volumes, files, network: where containers can live.
    case makeSandbox(attempt: Int)
    /// Takes a sandbox's network away; what was in it stays to be looked at.
    case stopSandbox(String)
    /// Stops a sandbox and removes it with all that was in it.
    case removeSandbox(String)
    /// Runs a container.
    case start(String, attempt: Int)
    /// Ends a container: hook, signal, SIGKILL.
    case stop(id: String, container: String, because: String, grace: Int)
    /// Removes a container that has ended.
    case removeContainer(String)
}
