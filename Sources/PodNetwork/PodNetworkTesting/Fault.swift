import LinuxSystem

/// What befalls a program as it is about to make a system call. Calls are counted from 1.
public enum Fault: Sendable {
    /// It is killed before its n-th call.
    case killed(beforeCall: Int)
    /// Its n-th call fails, and is not made.
    case refused(call: Int, Errno)
    /// Something else happens before its n-th call; then it goes on.
    case meanwhile(beforeCall: Int, @Sendable () throws -> Void)

    private var call: Int {
        switch self {
        case .killed(let number), .refused(let number, _), .meanwhile(let number, _): number
        }
    }

    /// Lets the program run up to the call.
    /// - Returns: whether it got there.
    func strike(_ process: inout TracedProcess) throws -> Bool {
        for _ in 0..<call where try process.nextCall() == nil { return false }
        switch self {
        case .killed: try process.kill()
        case .refused(_, let errno): try process.refuseCall(errno)
        case .meanwhile(_, let event): try event()
        }
        return true
    }
}
