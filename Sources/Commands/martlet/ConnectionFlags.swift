import ArgumentParser
import KubernetesClient
import LinuxSystem

/// Which API server a program works on.
struct ConnectionFlags: ParsableArguments {
    @Option(help: "A kubeconfig (default: $KUBECONFIG, or the pod's service account).")
    var kubeconfig: String?

    @Option(help: "The API server's URL; no credentials are shown to it.")
    var master: String?

    /// A client of that server.
    func client() throws -> APIClient {
        try APIClient(access())
    }

    /// Where that server is, and who asks.
    func access() throws(ClientError) -> ClusterAccess {
        if let master { return try .master(master) }
        if let paths = kubeconfig ?? Environment.value("KUBECONFIG") {
            return try Kubeconfig(paths: paths).access()
        }
        return try .inCluster(environment: Environment.value)
    }
}
