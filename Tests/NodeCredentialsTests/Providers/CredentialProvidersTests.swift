import ImagePullCredentials
import KubernetesPulls
import Synchronization
import Testing

@testable import NodeCredentials

/// Which providers are asked, how often, and what is made of their answers.
@Suite struct CredentialProvidersTests {
  /// A clock that tests set.
  final class TestClock: Sendable {
    private let seconds = Mutex<Int64>(1_000_000)
    var now: Timestamp { seconds.withLock { Timestamp(secondsSince1970: $0) } }
    func advance(by interval: Int64) { seconds.withLock { $0 += interval } }
  }

  @Test func runsOncePerAThousandConcurrentRequests() async throws {
    let plugins = try PluginDirectory(["slow"])
    let providers = plugins.providers(try config("slow"))
    let image = try ImageReference("registry.example.com/app")
    let answers = await withTaskGroup(of: [Credential].self) { group in
      for _ in 0..<1000 {
        group.addTask { Array(await providers.lookUp(image).keyring.credentials(for: image)) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count == 1000)
    #expect(Set(answers.map { $0.map { $0.revealPassword() } }) == [["fake-password"]])
    #expect(plugins.runCount == 1)
  }

  @Test func stopsARunOnlyWhenNobodyWaitsForIt() async throws {
    let plugins = try PluginDirectory(["slow"])
    let providers = plugins.providers(try config("slow"))
    let image = try ImageReference("registry.example.com/app")
    let patient = Task { await providers.lookUp(image).steps }
    while plugins.runCount == 0 { try await Task.sleep(for: .milliseconds(1)) }
    // Whether this one joins the run before it is cancelled or after, the other one still waits.
    let impatient = Task { await providers.lookUp(image).steps }
    impatient.cancel()
    _ = await impatient.value
    #expect(await patient.value.count == 1)
    #expect(await providers.lookUp(image).steps.map(\.outcome) == [.cached])
    #expect(plugins.runCount == 1)
  }

  struct CacheRow: Sendable, CustomTestStringConvertible {
    let behaviour: String
    /// After a first request for `a.example.com/x`, whether one for these is answered without a run.
    let sameImage: Bool
    let sameRegistry: Bool
    let otherRegistry: Bool
    var testDescription: String { behaviour }
  }

  @Test(arguments: [
    CacheRow(behaviour: "good", sameImage: true, sameRegistry: false, otherRegistry: false),
    CacheRow(behaviour: "registry", sameImage: true, sameRegistry: true, otherRegistry: false),
    CacheRow(behaviour: "global", sameImage: true, sameRegistry: true, otherRegistry: true),
    CacheRow(behaviour: "uncached", sameImage: false, sameRegistry: false, otherRegistry: false),
  ])
  func keepsAnswers(_ row: CacheRow) async throws {
    for (second, isKept) in [
      ("a.example.com/x@sha256:\(String(repeating: "0", count: 64))", row.sameImage),
      ("a.example.com/y", row.sameRegistry), ("b.example.com/x", row.otherRegistry),
    ] {
      let plugins = try PluginDirectory([row.behaviour])
      let providers = plugins.providers(try config(row.behaviour))
      _ = await providers.lookUp(try ImageReference("a.example.com/x:1"))
      let steps = await providers.lookUp(try ImageReference(second)).steps
      #expect(
        steps.map(\.outcome) == [isKept ? .cached : .answered],
        "\(second)")
      #expect(plugins.runCount == (isKept ? 1 : 2))
    }
  }

  @Test(arguments: [("good", "1m", 60), ("good", "1m0.9s", 60), ("brief", "1m", 10)])
  func forgetsAnswers(_ behaviour: String, _ byDefault: String, _ seconds: Int64) async throws {
    let clock = TestClock()
    let plugins = try PluginDirectory([behaviour])
    let providers = plugins.providers(
      try config(behaviour, cacheDuration: byDefault), now: { clock.now })
    let image = try ImageReference("registry.example.com/app")
    _ = await providers.lookUp(image)
    clock.advance(by: seconds)
    _ = await providers.lookUp(image)
    #expect(plugins.runCount == 1)
    clock.advance(by: 1)
    _ = await providers.lookUp(image)
    #expect(plugins.runCount == 2)
  }

  @Test func keepsNothingByDefaultOfZero() async throws {
    let plugins = try PluginDirectory(["good"])
    let providers = plugins.providers(try config("good", cacheDuration: "0s"))
    let image = try ImageReference("registry.example.com/app")
    for _ in 0..<2 { _ = await providers.lookUp(image) }
    #expect(plugins.runCount == 2)
  }

  @Test func keepsNoFailure() async throws {
    let plugins = try PluginDirectory(["failing"])
    let providers = plugins.providers(try config("failing"))
    let image = try ImageReference("registry.example.com/app")
    for _ in 0..<2 { _ = await providers.lookUp(image) }
    #expect(plugins.runCount == 2)
  }

  @Test func triesEqualKeysInTheOrderOfTheConfiguration() async throws {
    let plugins = try PluginDirectory(["registry", "failing", "good"])
    let providers = plugins.providers(try config("registry", "failing", "good"))
    let image = try ImageReference("registry.example.com/app")
    let answer = await providers.lookUp(image)
    #expect(
      answer.keyring.credentials(for: image).map(\.source) == [
        .provider(name: "registry"), .provider(name: "good"),
      ])
    #expect(answer.steps.map(\.provider) == ["registry", "failing", "good"])
  }

  @Test func asksNobodyForOtherImages() async throws {
    let plugins = try PluginDirectory(["good"])
    let steps = await plugins.providers(try config("good"))
      .lookUp(try ImageReference("example.com/app")).steps
    #expect(steps == [ProviderStep(provider: "good", .notMatched)])
    #expect(plugins.runCount == 0)
  }
}
