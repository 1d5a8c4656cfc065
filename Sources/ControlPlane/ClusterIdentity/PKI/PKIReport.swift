import APIMachinery
import LinuxSystem

/// What the certificates of a `pki` folder say, and more of them: for `martlet certs`.
public struct PKIReport: Sendable {
    /// A file.
    public struct Entry: Sendable {
        /// Its name in the folder.
        public var file: String
        /// What it says.
        public var certificate: CertificateInformation
        /// What is left of it in days; negative when it is over.
        public var daysLeft: Int
    }

    /// The certificates, by name.
    public var entries: [Entry]

    /// Reads all certificates of a folder.
    public init(folder: String, now: Timestamp) throws(IdentityError) {
        entries = []
        for name in try Self.names(folder) where name.hasSuffix(".crt") {
            let path = "\(folder)/\(name)"
            let text: String
            do throws(SystemError) {
                text = try Files.readText(path)
            } catch {
                throw IdentityError(operation: "load", subject: path, cause: "\(error)")
            }
            let certificate = try CertificateInformation(pem: text, path: path)
            let left = (certificate.end.seconds - now.seconds) / 86_400
            entries.append(Entry(file: name, certificate: certificate, daysLeft: Int(left)))
        }
    }

    private static func names(_ folder: String) throws(IdentityError) -> [String] {
        do throws(SystemError) {
            return try Files.list(folder).sorted()
        } catch {
            throw IdentityError(operation: "load", subject: folder, cause: "\(error)")
        }
    }
}

extension ClusterAuthority {
    /// The authority of a `pki` folder.
    public init(folder: String) throws(IdentityError) {
        self = try PKIFiles(folder: folder).authority("ca")
    }
}

extension ServiceAccountKey {
    /// The key of a `pki` folder.
    public init(folder: String) throws(IdentityError) {
        try self.init(
            pem: try PKIFiles(folder: folder).serviceAccountKey(), path: folder + "/sa.key")
    }
}
