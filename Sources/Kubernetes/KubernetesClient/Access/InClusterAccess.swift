import LinuxSystem

extension ClusterAccess {
    /// Access as a pod has it: the server from the environment, the service account's files.
    /// - Parameters:
    ///   - environment: reads an environment variable.
    ///   - folder: where the service account's token and authority are mounted.
    /// - Throws: `ClientError.configuration` outside a pod.
    public static func inCluster(
        environment: (String) -> String?,
        folder: String = "/var/run/secrets/kubernetes.io/serviceaccount"
    ) throws(ClientError) -> ClusterAccess {
        guard let host = environment("KUBERNETES_SERVICE_HOST"), !host.isEmpty,
            let port = environment("KUBERNETES_SERVICE_PORT"), !port.isEmpty
        else {
            throw .configuration(
                "not in a pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set")
        }
        let name = host.contains(":") ? "[\(host)]" : host
        var access = ClusterAccess(
            server: "https://\(name):\(port)", credential: .tokenFile("\(folder)/token"),
            origin: "the pod's service account")
        do throws(SystemError) {
            access.authority = try Files.read("\(folder)/ca.crt")
            _ = try Files.read("\(folder)/token")
        } catch {
            throw .configuration("service account: \(error)")
        }
        return access
    }
}
