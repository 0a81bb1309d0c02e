import Foundation
import ImagePullCredentials
@testable import NodeCredentials
import Testing

/// Plugins that are really executed.
@Suite struct CredentialProviderPluginTests {
  static let image = "registry.example.com/team/app"

  /// What became of the only provider.
  static func step(
    _ behaviour: String, limits: ExecutionLimits = ExecutionLimits()
  ) async throws -> ProviderStep {
    let plugins = try PluginDirectory([behaviour])
    let answer = await plugins.providers(try config(behaviour), limits: limits)
      .lookUp(try ImageReference("\(image):1"))
    #expect(answer.steps.map(\.provider) == [behaviour])
    // A plugin that is stopped may not have come as far as to count itself.
    #expect(limits.timeLimit < .seconds(60) ? plugins.runCount <= 1 : plugins.runCount == 1)
    return try #require(answer.steps.first)
  }

  static func error(
    _ behaviour: String, limits: ExecutionLimits = ExecutionLimits()
  ) async throws -> CredentialProviderError {
    let step = try await step(behaviour, limits: limits)
    #expect(step.outcome == .failed)
    return try #require(step.error)
  }

  @Test func asksAndAnswers() async throws {
    let plugins = try PluginDirectory(["good"])
    let image = try ImageReference("\(Self.image)@sha256:\(String(repeating: "0", count: 64))")
    let answer = await plugins.providers(try config("good")).lookUp(image)
    #expect(answer.steps == [ProviderStep(provider: "good", .answered, credentialCount: 1)])
    let credentials = answer.keyring.credentials(for: image)
    #expect(credentials.map(\.source) == [.provider(name: "good")])
    #expect(credentials.map(\.username) == ["robot"])
    #expect(credentials.map { $0.revealPassword() } == ["fake-password"])
    #expect(
      plugins.requests
        == #"{"kind":"CredentialProviderRequest","#
        + #""apiVersion":"credentialprovider.kubelet.k8s.io/v1","#
        + #""image":"registry.example.com/team/app"}"# + "\n")
  }

  @Test(arguments: ["good", "deaf", "slow", "noisy", "forking"])
  func takesTheResponse(_ behaviour: String) async throws {
    let step = try await Self.step(behaviour)
    #expect(step == ProviderStep(provider: behaviour, .answered, credentialCount: 1))
  }

  @Test func passesArgumentsAndEnvironment() async throws {
    let plugins = try PluginDirectory(["environment"])
    let extra = """
      , "env": [{"name": "FROM_CONFIG", "value": "0"}, {"name": "FROM_CONFIG", "value": "1"},
                {"name": "FROM_BOTH", "value": "2"}]
      """
    var environment = plugins.environment
    environment["FROM_NODE"] = "3"
    environment["FROM_BOTH"] = "4"
    let providers = CredentialProviders(
      try config("environment", extra: extra), binDirectory: plugins.path,
      environment: environment, now: { .zero })
    let image = try ImageReference(Self.image)
    let credentials = await providers.lookUp(image).keyring.credentials(for: image)
    // HOME is in the environment of the tests, and not in what was given.
    #expect(credentials.map { $0.revealPassword() } == ["3,1,2,-,environment"])
  }

  @Test(arguments: [
    (
      "failing",
      "the plugin exited with status 3; what it wrote is not shown, as it may hold a secret"
    ),
    ("crashing", "the plugin was ended by signal 6"),
    ("garbage", "the kubelet drops the response: line 1, column 1: unexpected byte"),
    (
      "silent", "the kubelet drops the response: line 1, column 1: the document is empty"
    ),
    (
      "wrongVersion",
      "the kubelet drops the response: apiVersion: byte 50: apiVersion must be that of the request, "
        + "credentialprovider.kubelet.k8s.io/v1, not credentialprovider.kubelet.k8s.io/v1beta1"
    ),
    (
      "wrongCacheKeyType",
      "the kubelet drops the response: cacheKeyType: cacheKeyType must be Image, Registry or Global"
    ),
  ])
  func saysWhatIsWrong(_ behaviour: String, _ detail: String) async throws {
    let error = try await Self.error(behaviour)
    #expect(error.description == "credential provider \(behaviour): \(detail)")
  }

  @Test func stopsTooMuchOutput() async throws {
    let error = try await Self.error("flooding", limits: ExecutionLimits(outputLimit: 1000))
    #expect(error.code == .tooMuchOutput)
    let length = Self.goodResponse.utf8.count
    #expect(
      try await Self.step("good", limits: ExecutionLimits(outputLimit: length)).outcome
        == .answered)
    let tooLong = try await Self.error("good", limits: ExecutionLimits(outputLimit: length - 1))
    #expect(tooLong.code == .tooMuchOutput)
  }

  static let goodResponse =
    #"{"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1","#
    + #""cacheKeyType":"Image","cacheDuration":null,"#
    + #""auth":{"*.example.com":{"username":"robot","password":"fake-password"}}}"#

  @Test func killsWhatHangs() async throws {
    let limits = ExecutionLimits(timeLimit: .milliseconds(200), killDelay: .milliseconds(20))
    let error = try await Self.error("hanging", limits: limits)
    #expect(error.code == .timedOut)
    #expect(error.description.hasSuffix("did not end within 0.2 seconds"))
  }

  @Test func saysWhatCannotBeStarted() async throws {
    let plugins = try PluginDirectory([])
    try plugins.directory.write("no program", to: "bin/plain")
    let answer = await plugins.providers(try config("missing", "plain"))
      .lookUp(try ImageReference(Self.image))
    #expect(
      answer.steps.map(\.description) == [
        "credential provider missing: the plugin cannot be started: \(plugins.path)/missing: "
          + "No such file or directory",
        "credential provider plain: the plugin cannot be started: \(plugins.path)/plain: "
          + "Permission denied",
      ])
  }

  @Test func showsNothingThatThePluginWrote() async throws {
    let limits = ExecutionLimits(errorOutputLimit: 6)
    for (behaviour, kept) in [("failing", "secret"), ("garbage", "")] {
      let error = try await Self.error(behaviour, limits: limits)
      var shown = "\(error) \(String(reflecting: error)) \(error.localizedDescription)"
      dump(error, to: &shown)
      #expect(!shown.contains("secret-on"))
      #expect(error.revealStandardError() == kept)
    }
  }

  @Test func endsWithItsTask() async throws {
    let plugins = try PluginDirectory(["hanging"])
    let providers = plugins.providers(
      try config("hanging"), limits: ExecutionLimits(killDelay: .milliseconds(20)))
    let image = try ImageReference(Self.image)
    let task = Task { await providers.lookUp(image).steps }
    while plugins.runCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    let steps = await task.value
    #expect(steps.map(\.error?.code) == [.cancelled])
  }
}

@Suite struct CredentialProviderRequestTests {
  static func json(_ request: CredentialProviderRequest, _ version: APIVersion) -> String {
    String(decoding: request.json(version), as: UTF8.self)
  }

  @Test(arguments: APIVersion.allCases)
  func namesTheVersion(_ version: APIVersion) {
    let request = CredentialProviderRequest(image: "registry.example.com/app")
    #expect(
      Self.json(request, version)
        == #"{"kind":"CredentialProviderRequest","apiVersion":"\#(version.rawValue)","#
        + #""image":"registry.example.com/app"}"# + "\n")
  }

  @Test func sortsAnnotations() {
    var request = CredentialProviderRequest(image: "a.io/b")
    request.serviceAccountToken = ExactText("t<k>n")
    for (key, value) in [("b", "2"), ("a", "1"), ("B", "3")] {
      request.serviceAccountAnnotations[ExactText(key)] = ExactText(value)
    }
    #expect(
      Self.json(request, .v1)
        == #"{"kind":"CredentialProviderRequest","#
        + #""apiVersion":"credentialprovider.kubelet.k8s.io/v1","image":"a.io/b","#
        + #""serviceAccountToken":"t\u003ck\u003en","#
        + #""serviceAccountAnnotations":{"B":"3","a":"1","b":"2"}}"# + "\n")
  }
}
