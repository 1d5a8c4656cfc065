import APIMachinery
import ClusterIdentity
import Foundation
import LinuxSystem
import Testing

/// What openssl says of our files.
@Suite struct OracleTests {
    private func openssl(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test func `openssl takes the chain for servers and clients, and only for these`() throws {
        let folder = try ClusterPKITests.Folder()
        let now = Timestamp(
            microseconds: Int64(Date().timeIntervalSince1970) * 1_000_000)
        _ = try folder.load(at: now)
        for (file, purpose, isTaken) in [
            ("apiserver", "sslserver", true), ("admin", "sslclient", true),
            ("admin", "sslserver", false), ("apiserver-kubelet-client", "sslclient", true),
            ("front-proxy-client", "sslclient", false),
        ] {
            let result = try openssl([
                "verify", "-CAfile", folder.pki + "/ca.crt", "-purpose", purpose,
                "\(folder.pki)/\(file).crt",
            ])
            #expect((result.status == 0) == isTaken, "\(file) as \(purpose): \(result.output)")
        }
        let key = try openssl(["rsa", "-in", folder.pki + "/sa.key", "-check", "-noout"])
        #expect(key.status == 0, "\(key.output)")
    }

    @Test func `an authority made by openssl with RSA signs for us`() throws {
        let folder = try ClusterPKITests.Folder()
        let made = try openssl([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=kubernetes", "-days",
            "30", "-keyout", folder.path + "/ca.key", "-out", folder.path + "/ca.crt",
        ])
        #expect(made.status == 0, "\(made.output)")
        let authority = try ClusterAuthority(folder: folder.path)
        let now = Timestamp(
            microseconds: Int64(Date().timeIntervalSince1970) * 1_000_000)
        let pair = try authority.issue(.client("u", groups: ["a", "b"]), now: now)
        let information = try CertificateInformation(pem: pair.certificate, path: "u")
        #expect(authority.hasSigned(information))
        #expect(information.organizations == ["a", "b"])
        try Files.writeAtomically(folder.path + "/u.crt", Array(pair.certificate.utf8))
        let result = try openssl([
            "verify", "-CAfile", folder.path + "/ca.crt", folder.path + "/u.crt",
        ])
        #expect(result.status == 0, "\(result.output)")
    }
}
