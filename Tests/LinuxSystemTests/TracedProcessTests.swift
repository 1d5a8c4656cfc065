import LinuxSystem
import Testing

/// A program that is stopped at its system calls.
///
/// How many calls a program makes is its C library's business: `mkdir` is watched by what it does.
@Suite struct TracedProcessTests {
    private func makingFolder(_ path: String) -> ChildProcess.Program {
        var program = ChildProcess.Program("/bin/mkdir", [path])
        program.input = .null
        program.error = .null
        return program
    }

    /// Lets a program run up to its n-th call.
    /// - Returns: whether it got there.
    private func advance(_ process: inout TracedProcess, to number: Int) throws -> Bool {
        for _ in 0..<number where try process.nextCall() == nil { return false }
        return true
    }

    @Test func `a program does nothing before it is let`() throws {
        let folder = try TemporaryFolder()
        var process = try TracedProcess(starting: makingFolder(folder("made")))
        #expect(process.ending == nil)
        #expect(!Files.exists(folder("made")))
        #expect(try process.finish() == .exited(0))
        #expect(Files.exists(folder("made")))
        // It has ended: nothing more can be done to it, and asking is no error.
        #expect(try process.nextCall() == nil)
        #expect(try process.finish() == .exited(0))
        try process.kill()
        try process.refuseCall(.erofs)
        #expect(process.ending == .exited(0))
    }

    @Test func `each call is told once, and then the end`() throws {
        func calls() throws -> [UInt64] {
            var process = try TracedProcess(starting: ChildProcess.Program("/bin/true"))
            var calls: [UInt64] = []
            while let call = try process.nextCall() {
                #expect(process.ending == nil)
                calls.append(call)
            }
            #expect(process.ending == .exited(0))
            return calls
        }
        let first = try calls()
        #expect(first.count > 3)
        #expect(try calls() == first)
        // Nothing comes after the call that ends the process, and it comes once.
        #expect(first.count { $0 == first.last } == 1)
    }

    @Test func `killed before a call, a program has made those before and no other`() throws {
        var (before, isMade, number) = (0, false, 0)
        while !isMade {
            number += 1
            let folder = try TemporaryFolder()
            var process = try TracedProcess(starting: makingFolder(folder("made")))
            try #require(try advance(&process, to: number), "it ended before its folder was seen")
            try process.kill()
            #expect(process.ending == .signalled(.kill))
            isMade = Files.exists(folder("made"))
            if !isMade { before = number }
        }
        // The last call before which there was no folder is the one that makes it.
        #expect(before > 0 && number == before + 1)
        let folder = try TemporaryFolder()
        var process = try TracedProcess(starting: makingFolder(folder("made")))
        #expect(try advance(&process, to: before))
        try process.refuseCall(.erofs)
        // The program is told of it, and goes on.
        #expect(try process.finish() == .exited(1))
        #expect(!Files.exists(folder("made")))
    }

    @Test func `an end by a signal, or by itself with a status, is told`() throws {
        for (script, ending) in [
            ("exit 7", ChildProcess.Ending.exited(7)), ("kill -TERM $$", .signalled(.terminate)),
        ] {
            var process = try TracedProcess(
                starting: ChildProcess.Program("/bin/sh", ["-c", script]))
            while try process.nextCall() != nil {}
            #expect(process.ending == ending)
        }
    }

    @Test func `a signal that the program handles does not disturb`() throws {
        let folder = try TemporaryFolder()
        let script = "trap 'echo heard > \(folder("said"))' USR1; kill -USR1 $$; exit 3"
        var process = try TracedProcess(starting: ChildProcess.Program("/bin/sh", ["-c", script]))
        while try process.nextCall() != nil {}
        #expect(process.ending == .exited(3))
        #expect(try Files.readText(folder("said")) == "heard\n")
    }

    @Test func `a program that is not there cannot be started`() {
        #expect(throws: SystemError.self) {
            _ = try TracedProcess(starting: ChildProcess.Program("/nonexistent"))
        }
    }
}
