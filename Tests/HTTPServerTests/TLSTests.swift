import Foundation
import HTTPServer
import Testing

/// Certificates that openssl makes, in a folder that goes away.
final class Certificates: Sendable {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "martlet-tls-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for authority in ["ca", "other"] {
            try openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30"
                    + " -keyout \(authority).key -out \(authority).crt -subj /CN=\(authority)")
        }
        try issue("server", by: "ca", "subjectAltName=IP:127.0.0.1", usage: "serverAuth")
        try issue("admin", by: "ca", "subjectAltName=DNS:a", usage: "clientAuth")
        try issue("wrong-usage", by: "ca", "subjectAltName=DNS:a", usage: "serverAuth")
        try issue("stranger", by: "other", "subjectAltName=DNS:a", usage: "clientAuth")
        try issue("expired", by: "ca", "subjectAltName=DNS:a", usage: "clientAuth", days: -1)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func issue(
        _ name: String, by authority: String, _ extensions: String, usage: String, days: Int = 2
    ) throws {
        try Data("\(extensions)\nextendedKeyUsage=\(usage)\n".utf8)
            .write(to: URL(fileURLWithPath: "\(folder)/\(name).ext"))
        try openssl(
            "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(name).key"
                + " -out \(name).csr -subj /O=system:masters/CN=\(name)")
        try openssl(
            "x509 -req -in \(name).csr -CA \(authority).crt -CAkey \(authority).key"
                + " -CAcreateserial -days \(days) -extfile \(name).ext -out \(name).crt")
    }

    private func openssl(_ arguments: String) throws {
        try run("/usr/bin/openssl", arguments.split(separator: " ").map(String.init))
    }

    @discardableResult
    func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw RawClient.Failure(
                description: "\(program) \(arguments): \(process.terminationStatus)")
        }
        return text
    }

    /// Runs curl without holding a thread of the pool: the server that it asks needs those.
    func curl(_ arguments: [String]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try self.run("/usr/bin/curl", arguments) })
            }
        }
    }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }

    func identity() throws -> TLSIdentity {
        try TLSIdentity(
            certificateChain: text("server.crt"), privateKey: text("server.key"),
            clientAuthorities: text("ca.crt"))
    }
}

@Suite struct TLSTests {
    /// Says whom the certificate showed, or what is wrong with it.
    static let who = Answering { request in
        let who =
            request.clientCertificateProblem
            ?? "certificate: \(!request.clientCertificates.isEmpty)"
        return HTTPResponse(
            status: 200, body: .bytes(Array("\(request.isSecure) \(who)".utf8)))
    }

    private func serving(
        _ handler: any HTTPHandler,
        _ body: @escaping @Sendable (Certificates, String) async throws -> Void
    ) async throws {
        let certificates = try Certificates()
        let identity = try certificates.identity()
        try await HTTPServerTests.serving(
            handler, change: { $0.listeners[0].identity = identity }
        ) { port in
            try await body(certificates, "https://127.0.0.1:\(port)/")
        }
    }

    @Test(
        arguments: [
            ("", "true certificate: false"),
            ("admin", "true certificate: true"),
            ("wrong-usage", "true x509: certificate specifies an incompatible key usage"),
            ("stranger", "true x509: certificate signed by unknown authority"),
            ("expired", "true x509: certificate has expired or is not yet valid"),
        ], ["--http1.1", "--http2"])
    func `clients show a certificate or do not`(
        client: (String, String), version: String
    )
        async throws
    {
        try await serving(Self.who) { certificates, url in
            var arguments = ["-s", version, "--cacert", "ca.crt", "-w", " %{http_version}", url]
            if !client.0.isEmpty {
                arguments += ["--cert", client.0 + ".crt", "--key", client.0 + ".key"]
            }
            let answer = try await certificates.curl(arguments)
            #expect(answer == client.1 + (version == "--http2" ? " 2" : " 1.1"))
        }
    }

    @Test func `curl sends and gets long bodies over HTTP 2`() async throws {
        let handler = Answering { request in
            HTTPResponse(status: 200, body: .pieces([request.body[...], request.body[...]]))
        }
        try await serving(handler) { certificates, url in
            let text = String(repeating: "0123456789", count: 300_000)
            try Data(text.utf8).write(to: URL(fileURLWithPath: certificates.folder + "/body"))
            let answer = try await certificates.curl(
                ["-s", "--http2", "--cacert", "ca.crt", "--data-binary", "@body", url])
            #expect(answer == text + text)
        }
    }

    @Test func `a renewed certificate is shown to the next connection`() async throws {
        let certificates = try Certificates()
        let identity = try certificates.identity()
        try await HTTPServerTests.serving(
            Self.who, change: { $0.listeners[0].identity = identity }
        ) { port in
            let curl = ["-s", "--cacert", "other.crt", "https://127.0.0.1:\(port)/"]
            await #expect(throws: RawClient.Failure.self) {
                try await certificates.curl(curl)
            }
            try identity.renew(
                certificateChain: certificates.text("other.crt"),
                privateKey: certificates.text("other.key"), clientAuthorities: nil)
            let insecure = ["-s", "-k", "https://127.0.0.1:\(port)/"]
            #expect(try await certificates.curl(insecure) == "true certificate: false")
        }
    }

    @Test func `what is not TLS does no harm`() async throws {
        let certificates = try Certificates()
        let identity = try certificates.identity()
        try await HTTPServerTests.serving(
            Self.who, change: { $0.listeners[0].identity = identity }
        ) { port in
            let client = try RawClient(port: port)
            try client.say("GET / HTTP/1.1\r\n\r\n")
            #expect(client.hearsEnd())
            let url = "https://127.0.0.1:\(port)/"
            let answer = try await certificates.curl(["-s", "--cacert", "ca.crt", url])
            #expect(answer == "true certificate: false")
        }
    }

    @Test func `a certificate and a key that do not belong together are told`() throws {
        let certificates = try Certificates()
        let error = #expect(throws: HTTPServerError.self) {
            try TLSIdentity(
                certificateChain: certificates.text("server.crt"),
                privateKey: certificates.text("admin.key"))
        }
        #expect(error?.operation == "use the serving certificate with its key")
        let other = #expect(throws: HTTPServerError.self) {
            try TLSIdentity(certificateChain: "nonsense", privateKey: "")
        }
        #expect(other?.operation == "read the serving certificate")
    }
}
