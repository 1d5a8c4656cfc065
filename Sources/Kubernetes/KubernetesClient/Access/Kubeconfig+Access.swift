import JSON
import LinuxSystem

extension Kubeconfig {
    /// The access that a context gives; nil takes the current one.
    /// - Throws: `ClientError.configuration` with file, entry and field.
    public func access(context name: String? = nil) throws(ClientError) -> ClusterAccess {
        let list = files.joined(separator: ":")
        guard let name = name ?? currentContext else {
            throw .configuration("\(list): current-context: expected the name of a context")
        }
        guard let context = contexts[name] else {
            let names = contexts.keys.sorted().joined(separator: ", ")
            let known = names.isEmpty ? "none" : names
            throw .configuration(
                "\(list): there is no context \"\(name)\"; there are: \(known)"
            )
        }
        guard let clusterName = context.value["cluster"]?.string,
            let cluster = clusters[clusterName]
        else {
            throw .configuration(
                "\(context.place): cluster: expected the name of one of the clusters")
        }
        var access = try Kubeconfig.access(cluster)
        access.origin = "\(context.file) (context \(name))"
        if let user = context.value["user"]?.string, !user.isEmpty {
            guard let entry = users[user] else {
                throw .configuration("\(context.place): user: there is no user \"\(user)\"")
            }
            access.credential = try Kubeconfig.credential(entry)
        }
        return access
    }

    private static func access(_ cluster: Entry) throws(ClientError) -> ClusterAccess {
        let value = cluster.value
        guard let server = value["server"]?.string, ClusterAccess.isURL(server) else {
            throw .configuration(
                "\(cluster.place): server: expected a URL such as https://10.0.0.1:6443")
        }
        if let proxy = value["proxy-url"]?.string, !proxy.isEmpty {
            throw .configuration(
                "\(cluster.place): proxy-url: proxies are not supported; expected none")
        }
        var access = ClusterAccess(server: server, origin: cluster.file)
        access.skipsVerification = value["insecure-skip-tls-verify"]?.bool ?? false
        if let name = value["tls-server-name"]?.string, !name.isEmpty { access.serverName = name }
        access.authority = try bytes(cluster, "certificate-authority")
        if access.authority != nil, access.skipsVerification {
            throw .configuration(
                "\(cluster.place): insecure-skip-tls-verify: expected none beside a "
                    + "certificate-authority")
        }
        return access
    }

    private static func credential(
        _ user: Entry
    ) throws(ClientError) -> ClusterAccess.Credential {
        let value = user.value
        for plugin in ["exec", "auth-provider"] {
            guard let found = value[plugin], !found.isNull else { continue }
            let name = found["command"]?.string ?? found["name"]?.string ?? "?"
            throw .configuration(
                "\(user.place): \(plugin) (\(name)): programs that fetch credentials are not "
                    + "run; expected a token, a tokenFile or a client certificate")
        }
        for field in ["username", "password", "as", "as-uid", "as-groups"] {
            guard let found = value[field], !found.isNull, found.string != "" else { continue }
            throw .configuration(
                "\(user.place): \(field): not supported; expected a token, a tokenFile or a "
                    + "client certificate")
        }
        let chain = try bytes(user, "client-certificate")
        let key = try bytes(user, "client-key")
        if let chain, let key { return .certificate(chain: chain, key: key) }
        if chain != nil || key != nil {
            let missing = chain == nil ? "client-certificate" : "client-key"
            throw .configuration("\(user.place): \(missing): expected one beside the other half")
        }
        if let path = value["tokenFile"]?.string, !path.isEmpty {
            return .tokenFile(absolute(path, user.file))
        }
        if let token = value["token"]?.string, !token.isEmpty { return .token(token) }
        return .none
    }

    /// What `NAME-data` holds in base64, or the file that `NAME` names, which is relative to the
    /// kubeconfig.
    private static func bytes(_ entry: Entry, _ name: String) throws(ClientError) -> [UInt8]? {
        if let text = entry.value["\(name)-data"]?.string, !text.isEmpty {
            guard let bytes = Base64.decode(text) else {
                throw .configuration("\(entry.place): \(name)-data: expected base64")
            }
            return bytes
        }
        guard let path = entry.value[name]?.string, !path.isEmpty else { return nil }
        do throws(SystemError) {
            return try Files.read(absolute(path, entry.file))
        } catch {
            throw .configuration("\(entry.place): \(name): \(error)")
        }
    }

    private static func absolute(_ path: String, _ file: String) -> String {
        path.hasPrefix("/") ? path : Files.directory(of: file) + "/" + path
    }
}
