import LinuxSystem

/// What befalls a program as it is about to make a system call.
public enum Fault: Hashable, Sendable {
    /// It is killed before its n-th call, counted from 1.
    case killed(beforeCall: Int)
    /// Its n-th call fails, and is not made.
    case refused(call: Int, Errno)

    /// Lets the program run up to the call.
    /// - Returns: whether it got there.
    func strike(_ process: inout TracedProcess) throws -> Bool {
        let number =
            switch self {
            case .killed(let number), .refused(let number, _): number
            }
        for _ in 0..<number where try process.nextCall() == nil { return false }
        switch self {
        case .killed: try process.kill()
        case .refused(_, let errno): try process.refuseCall(errno)
        }
        return true
    }
}
