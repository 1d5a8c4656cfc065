import ServiceModel

/// What a synchronisation of one family means for the flows that are there already.
public enum FlowWork: Sendable {
    /// Service ports changed.
    case changes([ServiceTable.Change])
    /// Anything may have happened: these are the Service ports now, and these targets of nobody
    /// were still found in the table.
    case everything([ServicePortPlan], former: Set<Frontend.Target>)
}

extension FlowWork {
    /// Whether no flow can be concerned: TCP goes on unless a Service asks for something else.
    var isIdle: Bool {
        guard case .changes(let changes) = self else { return false }
        return changes.allSatisfy { change in
            change.name.transport != .udp
                && [change.old, change.plan].allSatisfy { ($0?.removal ?? .keep) == .keep }
        }
    }
}
