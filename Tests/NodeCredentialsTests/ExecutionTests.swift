import Foundation
import ImagePullCredentials
@testable import NodeCredentials
import Testing

/// What a plugin gets of its host, and what the host gets of it when it does not end as it should.
@Suite struct ExecutionTests {
  static let image = "registry.example.com/app"
  /// Time enough for a plugin to tell its number on a busy machine.
  static let brief = ExecutionLimits(timeLimit: .seconds(2), killDelay: .milliseconds(20))

  /// Whether there is a process, which may take a moment to go.
  static func isGone(_ process: pid_t) async throws -> Bool {
    for _ in 0..<500 {
      if kill(process, 0) < 0 { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  static func step(_ plugins: PluginDirectory, _ behaviour: String) async throws -> ProviderStep {
    let providers = plugins.providers(try config(behaviour), limits: brief)
    return try #require(await providers.lookUp(try ImageReference(image)).steps.first)
  }

  @Test(arguments: ["known", "leaving"]) func stopsWhatLeavesItsGroup(_ behaviour: String)
    async throws
  {
    let plugins = try PluginDirectory([behaviour])
    let step = try await Self.step(plugins, behaviour)
    #expect(step.error?.code == .timedOut)
    #expect(step.description.hasSuffix("the plugin did not end within 2.0 seconds"))
    #expect(try await Self.isGone(try #require(plugins.processID)))
  }

  @Test func saysWhatItCannotStop() async throws {
    let plugins = try PluginDirectory(["abandoning"])
    let step = try await Self.step(plugins, "abandoning")
    #expect(step.error?.code == .timedOut)
    #expect(
      step.description.hasSuffix(
        "the plugin did not end within 2.0 seconds, and it or a process that it started cannot be "
          + "stopped"))
    let process = try #require(plugins.processID)
    #expect(kill(process, SIGKILL) == 0)
    #expect(try await Self.isGone(process))
  }

  @Test func passesNoDescriptorOfTheHost() async throws {
    let file = open("/dev/null", O_RDONLY)
    #expect(file > 2)
    defer { close(file) }
    #expect(fcntl(file, F_GETFD) & FD_CLOEXEC == 0)
    let plugins = try PluginDirectory(["descriptors"])
    let image = try ImageReference(Self.image)
    let keyring = await plugins.providers(try config("descriptors")).lookUp(image).keyring
    #expect(keyring.credentials(for: image).map { $0.revealPassword() } == ["0,1,2"])
  }

  @Test(arguments: [1, 3]) func runsNoMoreThanTheLimitAtOnce(_ limit: Int) async throws {
    let plugins = try PluginDirectory(["crowding"])
    let providers = plugins.providers(
      try config("crowding"), limits: ExecutionLimits(concurrencyLimit: limit))
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<12 {
        group.addTask {
          guard let image = try? ImageReference("\(Self.image)-\(number)") else { return }
          _ = await providers.lookUp(image)
        }
      }
    }
    var count = 0
    var most = 0
    for mark in try plugins.directory.read("crowd") {
      count += mark == "+" ? 1 : -1
      most = max(most, count)
    }
    #expect(plugins.runCount == 12)
    #expect(count == 0)
    #expect(most <= limit)
  }

  @Test func startsNothingForACancelledTask() async throws {
    let plugins = try PluginDirectory(["good"])
    let providers = plugins.providers(try config("good", "good2"))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await providers.lookUp(try ImageReference(Self.image)).steps
    }
    #expect(try await task.value.map(\.error?.code) == [.cancelled, .cancelled])
    #expect(plugins.runCount == 0)
  }

  /// In processes of their own, as these hosts do not leave their children to this library.
  @Test(arguments: ["ignoring", "reaping"]) func takesAnswersWhereTheHostReaps(
    _ host: String
  ) throws {
    let plugins = try PluginDirectory(["good", "garbage", "hanging"])
    let soak = try BuiltProducts.path(of: "NodeCredentialsSoak")
    let result = try run(soak, [plugins.path, host])
    // One that reaps may come too late.
    let garbage = host == "ignoring" ? "bad-response, exit status not known" : "bad-response"
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 3)
    for (line, expected) in zip(
      lines, ["good: answered", "garbage: \(garbage)", "hanging: timed-out"])
    {
      #expect(line.hasPrefix(expected))
    }
    #expect(result.status == 0)
  }
}

@Suite struct ExecutionQueueTests {
  /// Who was let in, and who was not.
  actor Log {
    private(set) var names: [String] = []
    func append(_ name: String) { names.append(name) }
  }

  @Test func letsInInOrder() async throws {
    let queue = ExecutionQueue(places: 2)
    #expect(await queue.enter())
    #expect(await queue.enter())
    let log = Log()
    var tasks: [Task<Void, Never>] = []
    for name in ["a", "b", "c"] {
      tasks.append(
        Task {
          guard await queue.enter() else { return await log.append("not \(name)") }
          await log.append(name)
          queue.leave()
        })
      while queue.waiterCount < tasks.count { await Task.yield() }
    }
    tasks[1].cancel()
    await tasks[1].value
    #expect(await log.names == ["not b"])
    queue.leave()
    for task in tasks { await task.value }
    #expect(await log.names == ["not b", "a", "c"])
    // One place is still taken, and the other free.
    #expect(await queue.enter())
    let last = Task { await queue.enter() }
    while queue.waiterCount == 0 { await Task.yield() }
    queue.leave()
    #expect(await last.value)
  }

  @Test func letsNobodyInWhoIsCancelled() async {
    let queue = ExecutionQueue(places: 1)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await queue.enter()
    }
    #expect(await task.value == false)
    #expect(await queue.enter())
  }
}

@Suite struct SoakTests {
  /// In a process of its own, since other tests open descriptors and start children at the same time.
  @Test func leavesNothingBehindAfterAThousandRuns() throws {
    let plugins = try PluginDirectory([
      "good", "deaf", "failing", "crashing", "garbage", "silent", "flooding", "noisy",
      "wrongVersion", "wrongCacheKeyType", "hanging", "forking",
    ])
    let soak = try BuiltProducts.path(of: "NodeCredentialsSoak")
    let result = try run(soak, [plugins.path, "1000"])
    #expect(result.output == "runs=1000 descriptors=0 children=0 survivors=0\n")
    #expect(result.status == 0)
  }
}
