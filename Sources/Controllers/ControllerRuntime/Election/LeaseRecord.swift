import APIMachinery
import JSON

/// Who leads, as a Lease says it.
package struct LeaseRecord: Hashable, Sendable {
    /// Who holds it; empty when it was released.
    package var holder = ""
    /// How long it holds without being renewed.
    package var durationSeconds = 0
    /// When this holder got it.
    package var acquireTime = ""
    /// When it was renewed last.
    package var renewTime = ""
    /// How often the holder changed.
    package var transitions = 0

    /// Nobody leads.
    package init() {}

    /// What a Lease says.
    package init(_ lease: APIObject) {
        holder = lease["spec", "holderIdentity"]?.string ?? ""
        durationSeconds = lease["spec", "leaseDurationSeconds"]?.int ?? 0
        acquireTime = lease["spec", "acquireTime"]?.string ?? ""
        renewTime = lease["spec", "renewTime"]?.string ?? ""
        transitions = lease["spec", "leaseTransitions"]?.int ?? 0
    }

    /// As the Lease's spec has it.
    package var json: JSON {
        [
            "holderIdentity": .string(holder), "leaseDurationSeconds": .int(durationSeconds),
            "acquireTime": .string(acquireTime), "renewTime": .string(renewTime),
            "leaseTransitions": .int(transitions),
        ]
    }
}
