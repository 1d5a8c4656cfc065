import APIMachinery
import ArgumentParser
import ClusterIdentity
import JSON

/// `martlet certs list`: what is there, and until when it holds.
struct CertsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the certificates and when they end.",
        discussion: """
            The API server signs what ends within 60 days anew when it starts. \
            Exit status: 0 all hold, 1 a file is missing or broken, 2 one has ended.
            """)

    enum Output: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @OptionGroup var identity: IdentityOptions

    @Option(name: .shortAndLong, help: "table or json.")
    var output = Output.table

    func run() throws {
        let report = try PKIReport(folder: identity.folder, now: IdentityOptions.now)
        switch output {
        case .table: printTable(report.entries)
        case .json:
            let entries = JSON.array(report.entries.map(Self.json))
            print(String(decoding: entries.serialized(pretty: true), as: UTF8.self))
        }
        if report.entries.contains(where: { $0.daysLeft < 0 }) { throw ExitCode(2) }
    }

    private func printTable(_ entries: [PKIReport.Entry]) {
        var rows = [["FILE", "NAME", "ENDS", "DAYS LEFT", "AUTHORITY"]]
        for entry in entries {
            let certificate = entry.certificate
            rows.append([
                entry.file, certificate.commonName, certificate.end.description,
                String(entry.daysLeft), certificate.isAuthority ? "yes" : "no",
            ])
        }
        let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let cells = zip(row, widths).map { text, width in
                text + String(repeating: " ", count: width - text.count)
            }
            print(cells.joined(separator: "   "))
        }
    }

    private static func json(_ entry: PKIReport.Entry) -> JSON {
        let certificate = entry.certificate
        return [
            "file": .string(entry.file), "commonName": .string(certificate.commonName),
            "organizations": .strings(certificate.organizations),
            "issuer": .string(certificate.issuer),
            "begins": .string(certificate.begin.description),
            "ends": .string(certificate.end.description), "daysLeft": .int(entry.daysLeft),
            "names": .strings(certificate.names),
            "addresses": .strings(certificate.addresses.map(\.description)),
            "isAuthority": .bool(certificate.isAuthority),
        ]
    }
}
