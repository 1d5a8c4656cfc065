import APIMachinery
import ClusterIdentity
import Foundation
import LinuxSystem
import NetworkAddress
import Testing

@Suite struct ClusterPKITests {
    /// A folder of its own, removed when the test is over.
    final class Folder {
        let path: String
        var pki: String { path + "/pki" }

        init() throws {
            path = NSTemporaryDirectory() + "martlet-pki-" + UUID().uuidString
            try Files.createDirectories(path)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func load(
            others: [String] = [], at now: Timestamp = ClusterPKITests.now
        ) throws -> ClusterPKI {
            let names = ServingNames(
                hostName: "node", serviceAddresses: [try #require(IPAddress("10.96.0.1"))],
                others: others)
            return try ClusterPKI.loadOrMake(folder: pki, names: names, now: now)
        }
    }

    static let now = Timestamp(microseconds: 1_800_000_000_000_000)

    static func later(days: Int64) -> Timestamp {
        Timestamp(microseconds: now.microseconds + days * 86_400_000_000)
    }

    @Test func `the first start makes all, the second reads the same`() throws {
        let folder = try Folder()
        let made = try folder.load()
        #expect(made.isNew)
        let read = try folder.load()
        #expect(!read.isNew)
        #expect(read.renewed == [])
        #expect(read.server == made.server)
        #expect(read.authority.pem == made.authority.pem)
        #expect(read.serviceAccountKey == made.serviceAccountKey)
        let names = try Files.list(folder.pki).sorted()
        #expect(
            names == [
                "admin.crt", "admin.key", "apiserver-kubelet-client.crt",
                "apiserver-kubelet-client.key", "apiserver.crt", "apiserver.key", "ca.crt",
                "ca.key", "front-proxy-ca.crt", "front-proxy-ca.key", "front-proxy-client.crt",
                "front-proxy-client.key", "sa.key", "sa.pub",
            ])
        for name in names where name.hasSuffix(".key") {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: "\(folder.pki)/\(name)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test func `the server's certificate stands for every name of the server`() throws {
        let pki = try Folder().load(others: ["api.example.test", "192.0.2.7"])
        let server = try CertificateInformation(pem: pki.server.certificate, path: "server")
        #expect(pki.authority.hasSigned(server))
        #expect(!pki.frontProxyAuthority.hasSigned(server))
        #expect(
            server.names == [
                "node", "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local", "api.example.test",
            ])
        #expect(
            server.addresses.map(\.description) == ["127.0.0.1", "::1", "10.96.0.1", "192.0.2.7"])
        #expect(!server.isAuthority)
        let authority = try CertificateInformation(
            pem: pki.authority.pem.certificate, path: "ca")
        #expect(authority.isAuthority)
    }

    @Test func `the administrator's certificate is a user with a group`() throws {
        let pki = try Folder().load()
        let user = try #require(
            try CertificateInformation(pem: pki.admin.certificate, path: "admin").user)
        #expect(user.name == "kubernetes-admin")
        #expect(user.groups == ["system:masters", "system:authenticated"])
        let credential = user.extra["authentication.kubernetes.io/credential-id"]?.first ?? ""
        #expect(credential.hasPrefix("X509SHA256="))
        #expect(credential.count == "X509SHA256=".count + 64)
    }

    @Test func `what will soon end is signed anew, with its key`() throws {
        let folder = try Folder()
        let made = try folder.load()
        let kept = try folder.load(at: Self.later(days: 300))
        #expect(kept.renewed == [])
        let renewed = try folder.load(at: Self.later(days: 310))
        #expect(renewed.renewed.count == 4)
        #expect(renewed.server.key == made.server.key)
        #expect(renewed.server.certificate != made.server.certificate)
        let again = try folder.load(at: Self.later(days: 310))
        #expect(again.renewed == [])
        #expect(again.server == renewed.server)
    }

    @Test func `another name for the server is another certificate, the others stay`() throws {
        let folder = try Folder()
        let made = try folder.load()
        let renewed = try folder.load(others: ["192.0.2.8"])
        #expect(renewed.renewed == [folder.pki + "/apiserver.crt"])
        #expect(renewed.admin == made.admin)
    }

    @Test(arguments: [
        ("ca.crt", "is missing"), ("ca.key", "is missing"), ("apiserver.key", "is missing"),
        ("apiserver.crt", "is missing"), ("sa.key", "is missing"),
        ("front-proxy-ca.crt", "missing"),
    ])
    func `a missing half is told and nothing is replaced`(name: String, cause: String) throws {
        let folder = try Folder()
        _ = try folder.load()
        try Files.remove("\(folder.pki)/\(name)")
        let before = try Files.list(folder.pki).sorted()
        let fault = #expect(throws: IdentityError.self) { try folder.load() }
        #expect(fault?.subject == "\(folder.pki)/\(name)")
        #expect(fault?.cause.contains(cause) == true)
        #expect(try Files.list(folder.pki).sorted() == before)
    }

    @Test(arguments: ["ca.crt", "ca.key", "apiserver.crt", "apiserver.key", "sa.key"])
    func `a file that was cut short is told by its name`(name: String) throws {
        let folder = try Folder()
        _ = try folder.load()
        let path = "\(folder.pki)/\(name)"
        let text = try Files.readText(path)
        try Files.writeAtomically(path, Array(text.utf8.prefix(text.utf8.count / 2)))
        let fault = #expect(throws: IdentityError.self) { try folder.load() }
        #expect(fault?.subject == path)
    }

    @Test func `a key or certificate of another cluster is told`() throws {
        let folder = try Folder()
        let other = try Folder()
        _ = try folder.load()
        let foreign = try other.load()
        try Files.writeAtomically(
            folder.pki + "/ca.key", Array(foreign.authority.pem.key.utf8))
        let mixed = #expect(throws: IdentityError.self) { try folder.load() }
        #expect(mixed?.cause.hasPrefix("is not the key of") == true)
        try Files.writeAtomically(
            folder.pki + "/ca.crt", Array(foreign.authority.pem.certificate.utf8))
        let unsigned = #expect(throws: IdentityError.self) { try folder.load() }
        #expect(unsigned?.cause.hasPrefix("is not signed by the authority") == true)
    }

    @Test func `a start that was cut off leaves nothing that counts`() throws {
        let folder = try Folder()
        try Files.createDirectories(folder.pki + ".unfinished")
        try Files.writeAtomically(folder.pki + ".unfinished/ca.key", Array("half".utf8))
        let made = try folder.load()
        #expect(made.isNew)
        #expect(!Files.exists(folder.pki + ".unfinished"))
        #expect(!(try folder.load()).isNew)
    }

    @Test func `both files of a leaf removed are made anew`() throws {
        let folder = try Folder()
        let made = try folder.load()
        try Files.remove(folder.pki + "/admin.crt")
        try Files.remove(folder.pki + "/admin.key")
        let read = try folder.load()
        #expect(read.renewed == [folder.pki + "/admin.crt"])
        #expect(read.admin.key != made.admin.key)
        #expect(read.server == made.server)
    }
}
