import CLinux
import Glibc

/// A program that goes on from system call to system call, as its starter lets it. C: ptrace
///
/// All of it must happen on the thread that started it.
public struct TracedProcess {
    /// The program's process.
    public let process: ChildProcess
    /// How it ended; nil while it is there.
    public private(set) var ending: ChildProcess.Ending?

    /// Starts a program, and stops it before its first instruction.
    public init(starting program: ChildProcess.Program) throws(SystemError) {
        var program = program
        program.isTraced = true
        process = try ChildProcess.spawn(program)
        let pid = process.pid
        var status: Int32 = 0
        let result = try systemCall("trace", program.executable) {
            clinux_trace_begin(pid, &status)
        }
        if result == 0 { ending = ChildProcess.Ending(waitStatus: status) }
    }

    /// Lets it run until it is about to make its next system call.
    /// - Returns: the call's number; nil when the program has ended instead.
    public mutating func nextCall() throws(SystemError) -> UInt64? {
        guard ending == nil else { return nil }
        var status: Int32 = 0
        var call: UInt64 = 0
        let result = try systemCall("trace", "process \(process.pid)") {
            clinux_trace_next(process.pid, &status, &call)
        }
        if result == 0 { ending = ChildProcess.Ending(waitStatus: status) }
        return result == 0 ? nil : call
    }

    /// Lets the call that it is about to make fail, without making it. Linux 6.16 or newer.
    public mutating func refuseCall(_ errno: Errno) throws(SystemError) {
        guard ending == nil else { return }
        var status: Int32 = 0
        let result = try systemCall("change a call of", "process \(process.pid)") {
            clinux_trace_refuse(process.pid, errno.code, &status)
        }
        if result == 0 { ending = ChildProcess.Ending(waitStatus: status) }
    }

    /// Ends it where it stands: the call that it is about to make is not made.
    public mutating func kill() throws(SystemError) {
        guard ending == nil else { return }
        try process.signal(.kill)
        ending = try process.wait()
    }

    /// Lets it run freely, and waits for its end.
    public mutating func finish() throws(SystemError) -> ChildProcess.Ending? {
        guard ending == nil else { return ending }
        try systemCall("end trace of", "process \(process.pid)") {
            clinux_trace_end(process.pid)
        }
        ending = try process.wait()
        return ending
    }
}
