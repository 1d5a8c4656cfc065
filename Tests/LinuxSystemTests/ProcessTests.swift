import LinuxSystem
import Synchronization
import Testing

@Suite struct ProcessTests {
    /// Runs a shell script and returns how it ended, and what it printed on both streams.
    private func shell(
        _ script: String, _ change: (inout ChildProcess.Program) -> Void = { _ in }
    ) throws -> (ChildProcess.Ending?, String) {
        let folder = try TemporaryFolder()
        let output = try Descriptor(opening: folder("out"), [.readWrite, .create])
        var program = ChildProcess.Program("/bin/sh", ["-c", script])
        program.input = .null
        program.output = .descriptor(output.rawValue)
        program.error = .descriptor(output.rawValue)
        change(&program)
        let ending = try ChildProcess.spawn(program).wait(timeout: .seconds(20))
        return (ending, try Files.readText(folder("out")))
    }

    @Test func `a program runs with its arguments, environment, folder and name`() throws {
        let (ending, text) = try shell("echo $0 $1 $X; pwd; exit 7") {
            $0.arguments += ["zero", "one"]
            $0.environment = ["X=y"]
            $0.directory = "/usr"
        }
        #expect(ending == .exited(7))
        #expect(text == "zero one y\n/usr\n")
        #expect(ChildProcess.Ending.exited(7).shellStatus == 7)
    }

    @Test func `a program inherits no descriptor but its streams`() throws {
        let kept = try Descriptor(opening: "/dev/null")
        let (_, text) = try shell("ls /proc/self/fd")
        #expect(kept.rawValue > 2)
        // The listing itself opens one.
        #expect(text == "0\n1\n2\n3\n")
    }

    @Test func `streams may be swapped`() throws {
        let (_, text) = try shell("exec 3>&1; echo out; echo err >&2") { program in
            swap(&program.output, &program.error)
        }
        #expect(text == "out\nerr\n" || text == "err\nout\n")
    }

    @Test func `what keeps a program from running is told with its step`() throws {
        func message(_ change: (inout ChildProcess.Program) -> Void) -> String? {
            do { _ = try shell("true", change) } catch { return "\(error)" }
            return nil
        }
        #expect(
            message { $0.executable = "/nonexistent" }
                == "execute /nonexistent: no such file or directory (ENOENT)")
        #expect(
            message { $0.directory = "/nonexistent" }
                == "change directory to /nonexistent: no such file or directory (ENOENT)")
        #expect(
            message { $0.networkNamespace = 0 }?.hasPrefix("enter network namespace for /bin/sh: ")
                == true)
        #expect(
            message { $0.bindMounts = [.init(from: "/etc/hosts", to: "/nonexistent")] }
                == "bind mount /etc/hosts on /nonexistent: no such file or directory (ENOENT)")
        #expect(
            message { $0.output = .descriptor(9_999) }
                == "connect streams of /bin/sh: bad file descriptor (EBADF)")
    }

    /// What is mounted, but for the named network namespaces that other suites make meanwhile.
    private func mounts() throws -> [Substring] {
        try Files.readText("/proc/self/mountinfo").split(separator: "\n")
            .filter { !$0.contains(" /run/netns") }
    }

    @Test func `a program starts in another network namespace, with mounts of its own`() throws {
        let namespace = try NetworkNamespace.create()
        let folder = try TemporaryFolder()
        try Files.writeAtomically(folder("resolv.conf"), Array("nameserver 10.96.0.10\n".utf8))
        let before = try mounts()
        let (ending, text) = try shell(
            "readlink /proc/self/ns/net; cat /etc/resolv.conf; hostname"
        ) {
            $0.networkNamespace = namespace.descriptor
            $0.bindMounts = [.init(from: folder("resolv.conf"), to: "/etc/resolv.conf")]
            $0.hostname = "web-0"
        }
        #expect(ending == .exited(0))
        #expect(text == "net:[\(namespace.inode)]\nnameserver 10.96.0.10\nweb-0\n")
        #expect(try mounts() == before)
        #expect(CurrentProcess.hostname != "web-0")
    }

    @Test func `a program leads a session, ends by a signal, and is stopped`() throws {
        let (ending, text) = try shell("ps -o sid= -p $$; echo $$; kill -TERM $$") {
            $0.startsSession = true
        }
        let numbers = text.split(separator: "\n").map { $0.filter(\.isNumber) }
        #expect(numbers.count == 2 && numbers.first == numbers.last)
        #expect(ending == .signalled(.terminate))
        #expect(ending?.shellStatus == 143)

        var program = ChildProcess.Program("/bin/sh", ["-c", "trap '' TERM; echo; sleep 100"])
        program.output = .null
        program.startsSession = true
        let child = try ChildProcess.spawn(program)
        #expect(child.exists)
        #expect(try child.wait(timeout: .zero) == nil)
        // It may be stopped before it ignores the signal: both endings are right.
        let stopped = try child.stop(grace: .milliseconds(300))
        #expect([.signalled(.kill), .signalled(.terminate)].contains(stopped))
        try? child.signalGroup(.kill)
        #expect(!child.exists)
    }

    @Test
    func `a death signal comes with the thread, or with the process for one started for life`()
        throws
    {
        var program = ChildProcess.Program("/bin/sleep", ["100"])
        program.parentDeathSignal = .kill
        let brief = try onThread { [program] in try ChildProcess.spawn(program) }
        #expect(try brief.wait(timeout: .seconds(20)) == .signalled(.kill))
        let lasting = try onThread { [program] in try ChildProcess.spawnForLife(program) }
        #expect(try lasting.wait(timeout: .seconds(1)) == nil)
        try lasting.signal(.terminate)
        #expect(try lasting.wait(timeout: .seconds(20)) == .signalled(.terminate))
        let missing = ChildProcess.Program("/nonexistent")
        #expect(throws: SystemError.self) { _ = try ChildProcess.spawnForLife(missing) }
    }

    /// Runs a body on a thread that ends with it.
    private func onThread(
        _ body: @escaping @Sendable () throws -> ChildProcess
    ) throws -> ChildProcess {
        let result = Mutex<Result<ChildProcess, any Error>?>(nil)
        try SystemThread.spawn(name: "brief") {
            let outcome = Result { try body() }
            result.withLock { $0 = outcome }
        }.join()
        return try #require(result.withLock { $0 }).get()
    }

    @Test func `signals that this thread blocks are not blocked in the program`() throws {
        let signals = try ProcessSignals([.user2])
        let (_, text) = try shell("grep SigBlk /proc/self/status")
        try signals.unblock()
        #expect(text == "SigBlk:\t0000000000000000\n")
    }

    @Test func `errors have a name and a text`() {
        #expect("\(Errno.eexist)" == "file exists (EEXIST)")
        #expect(Errno(code: 5).name == "EIO" && Errno(code: 5).message == "input/output error")
        #expect(Errno(code: 9_999).description == "unknown error (errno 9999)")
        #expect(Errno.enoent.message == "no such file or directory")
        #expect(Errno(code: 73).message == "RFS specific error")
        let error = SystemError(operation: "open", subject: "/x", errno: .enoent)
        #expect("\(error)" == "open /x: no such file or directory (ENOENT)")
        #expect(
            "\(SystemError(operation: "poll", errno: .eio))" == "poll: input/output error (EIO)")
    }

    @Test func `the environment is read by name and as a whole`() {
        #expect(Environment.value("PATH") == Environment.all["PATH"])
        #expect(Environment.value("MARTLET_NOT_SET") == nil)
        #expect(Environment.entries.contains { $0.hasPrefix("PATH=") })
        #expect(CurrentProcess.id > 0)
    }
}
