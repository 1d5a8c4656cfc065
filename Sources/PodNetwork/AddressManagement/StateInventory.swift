import CNIProtocol
import LinuxSystem
import NetworkAddress

/// What a folder of state says, read for people: without a lock, and nothing is changed.
package struct StateInventory: Sendable {
    /// The folder: `dataDir`.
    package let dataDirectory: String
    /// The present boot; nil when the kernel does not say.
    let boot: String?

    /// The inventory of a folder.
    package init(dataDirectory: String, boot: Boot? = nil) {
        self.dataDirectory = dataDirectory
        self.boot = boot?.id ?? (try? Boot.current().id)
    }

    /// The networks that have a folder, sorted.
    /// - Throws: code 5 when the folder cannot be read; without it there are none.
    package func networks() throws(CNIError) -> [String] {
        try CNIError.wrapping("look into \(dataDirectory)") {
            guard Files.isTaken(dataDirectory) else { return [] }
            return try Files.list(dataDirectory).filter {
                Identifier.isValid($0)
                    && (try? Files.status("\(dataDirectory)/\($0)").isDirectory) == true
            }
        }
    }

    /// What stands under the addresses of a network, sorted by address.
    package func addresses(of network: String) throws(CNIError) -> [AddressReport] {
        let folder = ReservationFolder(dataDirectory: dataDirectory, network: network)
        return try CNIError.wrapping("look into \(folder.path)") {
            try folder.addresses().sorted().map { AddressReport($0, in: folder, network: network) }
        }
    }

    /// What is not as it should be, in these networks and between them.
    package func problems(
        in reports: [AddressReport], networks: [String],
        isConnected: (AddressReport) -> Bool
    ) -> [StateProblem] {
        var problems: [StateProblem] = []
        for report in reports {
            if let text = problem(of: report, isConnected: isConnected) {
                problems.append(
                    StateProblem(network: report.network, subject: "\(report.address)", text: text))
            }
        }
        for network in networks { problems += disagreements(in: network) }
        return problems + duplicates(in: reports) + overlaps(of: networks)
    }

    /// Whether nobody has the address any more, of whom the state knows enough to tell.
    package func isStale(
        _ report: AddressReport, isConnected: (AddressReport) -> Bool
    ) -> Bool {
        if let former = report.boot, let boot, former != boot { return true }
        return report.isNamespaceGone == true && !isConnected(report)
    }

    private func problem(
        of report: AddressReport, isConnected: (AddressReport) -> Bool
    ) -> String? {
        switch report.content {
        case .absent: nil
        case .nobody: "the file names nobody; the address is as good as free"
        case .foreign(let error): "no address plugin wrote this: \(error)"
        case .unreadable(let error): "\(error)"
        case .held(let owner):
            if let former = report.boot, let boot, former != boot {
                "held for \(owner) since before the last boot"
            } else if isStale(report, isConnected: isConnected) {
                "held for \(owner), whose namespace \(report.namespacePath ?? "") is gone"
            } else {
                nil
            }
        }
    }

    /// Entries that name what is not held, and reservations that a sealed index does not name.
    private func disagreements(in network: String) -> [StateProblem] {
        let folder = ReservationFolder(dataDirectory: dataDirectory, network: network)
        let session = ReservationSession(folder)
        var problems: [StateProblem] = []
        func report(_ attachment: Attachment, _ text: String) {
            problems.append(
                StateProblem(network: network, subject: "\(attachment)", text: text))
        }
        for attachment in folder.index.attachments() {
            guard case .entry(let entry) = folder.index.find(attachment) else {
                report(attachment, "its entry in the index is damaged")
                continue
            }
            let missing = entry.addresses.filter {
                folder.owner(of: $0)?.matches(attachment) != true
            }
            guard !missing.isEmpty else { continue }
            let list = missing.map(\.description).joined(separator: ", ")
            report(attachment, "the index names \(list), not held for it")
        }
        guard session.isIndexed else { return problems }
        for address in (try? folder.addresses()) ?? [] {
            guard let attachment = folder.owner(of: address)?.attachment,
                folder.index.entry(attachment)?.addresses.contains(address) != true
            else { continue }
            report(attachment, "the index does not name \(address), held for it")
        }
        return problems
    }

    private func duplicates(in reports: [AddressReport]) -> [StateProblem] {
        let byAddress = Dictionary(grouping: reports.filter { $0.owner != nil }, by: \.address)
        return byAddress.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
            let networks = $0.value.map(\.network).joined(separator: ", ")
            return StateProblem(
                network: $0.value[0].network, subject: "\($0.key)",
                text: "held in several networks: \(networks)")
        }
    }

    private func overlaps(of networks: [String]) -> [StateProblem] {
        let claims = networks.map { network in
            let folder = ReservationFolder(dataDirectory: dataDirectory, network: network)
            return (network: network, ranges: RangeRegister(folder).present())
        }
        var problems: [StateProblem] = []
        for (index, one) in claims.enumerated() {
            for other in claims[..<index] {
                for range in one.ranges {
                    guard let hit = other.ranges.first(where: { $0.overlaps(range) }) else {
                        continue
                    }
                    problems.append(
                        StateProblem(
                            network: one.network, subject: "\(range)",
                            text: "overlaps \(hit) of network \(other.network)"))
                }
            }
        }
        return problems
    }
}

/// Something in a folder of state that is not as it should be.
package struct StateProblem: Hashable, Sendable {
    /// The network.
    package var network: String
    /// An address, an attachment or a range.
    package var subject: String
    /// What is wrong.
    package var text: String
}
