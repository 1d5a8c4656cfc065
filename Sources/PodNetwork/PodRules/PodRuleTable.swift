import CNIProtocol
import LinuxSystem
import Nftables

/// The rules of all pods of a node, in the kernel: adds those of an attachment, removes and finds
/// them again.
///
/// The layout is made once, by the first attachment; from then on an attachment is elements of its
/// sets, and one transaction. What belongs to whom is in the kernel too (`OwnerRecord`): removal
/// needs the owner's name, no file, and no look at what others have.
public struct PodRuleTable: Sendable {
    let socket: NftablesSocket

    /// How often another process may come in between before a change is given up.
    static let attempts = 16

    /// Opens a socket in the calling thread's namespace.
    /// - Throws: code 100.
    public init() throws(CNIError) {
        do {
            socket = try NftablesSocket()
        } catch {
            throw CNIError(.kernel, "open a socket to nftables: \(error)")
        }
    }

    /// What became of a batch.
    enum Outcome: Hashable {
        case done
        /// Something that it needs is not there.
        case missing
        /// Something that it makes is there.
        case present
    }

    /// Applies a batch.
    func attempt(_ batch: consuming Batch) throws(NftablesError) -> Outcome {
        do {
            try socket.apply(batch)
            return .done
        } catch {
            if error.failures.contains(where: { $0.errno == .enoent }) { return .missing }
            if error.failures.contains(where: { $0.errno == .eexist }) { return .present }
            throw error
        }
    }

    /// The record of an owner; nil when it has nothing.
    func record(of key: OwnerKey) throws(NftablesError) -> OwnerRecord? {
        guard let first = try socket.element(key.element(0), of: RuleTables.owners),
            let count = OwnerRecord.pieceCount(first)
        else { return nil }
        guard count > 1 else { return OwnerRecord([first]) }
        let rest = try socket.elements(
            (1..<count).map { key.element($0) }, of: RuleTables.owners)
        return OwnerRecord([first] + rest)
    }

    /// Runs a body; what the kernel refuses becomes code 100, with the option that is missing.
    func applying<T>(
        _ activity: String, _ body: () throws -> T
    ) throws(CNIError) -> T {
        try CNIError.with(.kernel, activity, body, details: missingFeatures)
    }

    /// What the kernel lacks, when that may be why it refused.
    private func missingFeatures(_ error: any Error) -> String? {
        guard let error = error as? NftablesError,
            error.failures.contains(where: { $0.errno == .eopnotsupp || $0.errno == .einval })
        else { return nil }
        let missing = KernelFeature.allCases.filter { !$0.isPresent(socket) }
        guard !missing.isEmpty else { return nil }
        return "the kernel lacks \(missing.map(\.option).joined(separator: ", "))"
    }
}
