import APIMachinery
import JSON

/// Who leads, as a Lease says it.
struct LeaseRecord: Hashable, Sendable {
    /// Who holds it; empty when it was released.
    var holder = ""
    /// How long it holds without being renewed.
    var durationSeconds = 0
    /// When this holder got it.
    var acquireTime = ""
    /// When it was renewed last.
    var renewTime = ""
    /// How often the holder changed.
    var transitions = 0

    init() {}

    init(_ lease: APIObject) {
        holder = lease["spec", "holderIdentity"]?.string ?? ""
        durationSeconds = lease["spec", "leaseDurationSeconds"]?.int ?? 0
        acquireTime = lease["spec", "acquireTime"]?.string ?? ""
        renewTime = lease["spec", "renewTime"]?.string ?? ""
        transitions = lease["spec", "leaseTransitions"]?.int ?? 0
    }

    /// As the Lease's spec has it.
    var json: JSON {
        [
            "holderIdentity": .string(holder), "leaseDurationSeconds": .int(durationSeconds),
            "acquireTime": .string(acquireTime), "renewTime": .string(renewTime),
            "leaseTransitions": .int(transitions),
        ]
    }
}
