import APIMachinery
import LinuxSystem

/// The files of a `pki` folder.
struct PKIFiles {
    var folder: String
    /// What is to be written, by name.
    var contents: [String: String] = [:]

    init(folder: String) { self.folder = folder }

    mutating func add(_ name: String, _ pair: CertifiedKey) {
        contents[name + ".crt"] = pair.certificate
        contents[name + ".key"] = pair.key
    }

    /// Writes all into a folder beside, then puts that in place.
    func writeAll() throws(IdentityError) {
        let unfinished = folder + ".unfinished"
        do throws(SystemError) {
            // What a start that was cut off left here was never used.
            if Files.exists(unfinished) {
                for name in try Files.list(unfinished) {
                    try Files.remove("\(unfinished)/\(name)")
                }
            }
            try Files.createDirectories(unfinished, mode: 0o700)
            for (name, text) in contents.sorted(by: { $0.key < $1.key }) {
                try Files.writeAtomically(
                    "\(unfinished)/\(name)", Array(text.utf8), mode: Self.mode(name))
            }
            try Files.rename(unfinished, to: folder)
        } catch {
            throw IdentityError(operation: "make", subject: folder, cause: "\(error)")
        }
    }

    /// An authority, which must be there whole.
    func authority(_ name: String) throws(IdentityError) -> ClusterAuthority {
        guard let pair = try pair(name) else {
            throw IdentityError(
                operation: "load", subject: "\(folder)/\(name).crt",
                cause: "is missing: restore it, or move \(folder) away to begin a new cluster")
        }
        return try ClusterAuthority(pem: pair, path: "\(folder)/\(name)")
    }

    /// A certificate and its key; nil when neither is there.
    func pair(_ name: String) throws(IdentityError) -> CertifiedKey? {
        let certificate = try text(name + ".crt")
        let key = try text(name + ".key")
        switch (certificate, key) {
        case (nil, nil): return nil
        case (let certificate?, let key?):
            return CertifiedKey(certificate: certificate, key: key)
        default:
            let (there, missing) = certificate == nil ? ("key", "crt") : ("crt", "key")
            throw IdentityError(
                operation: "load", subject: "\(folder)/\(name).\(missing)",
                cause: "is missing beside \(name).\(there): restore it, or remove both to have "
                    + "them made")
        }
    }

    /// Whether a pair is whole and the authority's.
    func check(
        _ pair: CertifiedKey, _ name: String, _ signer: ClusterAuthority
    ) throws(IdentityError) {
        let path = "\(folder)/\(name)"
        // Reading it as an authority checks that the key belongs to the certificate.
        _ = try ClusterAuthority(pem: pair, path: path)
        let current = try CertificateInformation(pem: pair.certificate, path: path + ".crt")
        guard signer.hasSigned(current) else {
            throw IdentityError(
                operation: "load", subject: path + ".crt",
                cause: "is not signed by the authority beside it: remove \(name).crt and "
                    + "\(name).key to have them made")
        }
    }

    /// Signs a certificate anew, its key kept; or makes both.
    func renew(
        _ name: String, _ request: CertificateRequest, _ signer: ClusterAuthority,
        _ old: CertifiedKey?, _ now: Timestamp
    ) throws(IdentityError) -> CertifiedKey {
        if let old {
            try check(old, name, signer)
            let pair = try signer.renew(request, keeping: old.key, now: now)
            try write(name + ".crt", pair.certificate)
            return pair
        }
        let pair = try signer.issue(request, now: now)
        try write(name + ".key", pair.key)
        try write(name + ".crt", pair.certificate)
        return pair
    }

    /// The key of service accounts' tokens.
    func serviceAccountKey() throws(IdentityError) -> String {
        guard let pem = try text("sa.key") else {
            throw IdentityError(
                operation: "load", subject: "\(folder)/sa.key",
                cause: "is missing: restore it; with another key all tokens are void")
        }
        _ = try ServiceAccountKey(pem: pem, path: "\(folder)/sa.key")
        return pem
    }

    private func text(_ name: String) throws(IdentityError) -> String? {
        let path = "\(folder)/\(name)"
        guard Files.exists(path) else { return nil }
        do throws(SystemError) {
            return try Files.readText(path)
        } catch {
            throw IdentityError(operation: "load", subject: path, cause: "\(error)")
        }
    }

    private func write(_ name: String, _ text: String) throws(IdentityError) {
        do throws(SystemError) {
            try Files.writeAtomically(
                "\(folder)/\(name)", Array(text.utf8), mode: Self.mode(name))
        } catch {
            throw IdentityError(operation: "write", subject: folder, cause: "\(error)")
        }
    }

    private static func mode(_ name: String) -> UInt32 { name.hasSuffix(".key") ? 0o600 : 0o644 }
}
