import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import Testing

@testable import NodeCredentials

@Suite struct ProviderStepFindingTests {
  @Test func saysWhatCameOfAProvider() throws {
    let image = try ImageReference("a.io/app")
    let violation = ResponseDraft.noCacheKeyType
    func failed(_ error: CredentialProviderError) -> ProviderStep {
      ProviderStep(provider: "p", .failed, error: error)
    }
    func gated(_ gate: ProviderStep.Gate) -> ProviderStep {
      ProviderStep(provider: "p", gate: gate)
    }
    let rows: [(ProviderStep, Finding.Code?, Finding.Severity)] = [
      (ProviderStep(provider: "p", .notMatched), nil, .mayFail),
      (ProviderStep(provider: "p", .cached, credentialCount: 1), nil, .mayFail),
      (ProviderStep(provider: "p", .answered), nil, .mayFail),
      (gated(.noServiceAccount), .serviceAccountTokenGates, .mayFail),
      (gated(.serviceAccountNotFound("app")), .serviceAccountTokenGates, .mayFail),
      (gated(.missingAnnotation("k", serviceAccount: "app")), .serviceAccountTokenGates, .mayFail),
      (gated(.tokenRefused(audience: "a")), .serviceAccountTokenGates, .mayFail),
      (gated(.noTokenSource(audience: "a")), .serviceAccountTokenGates, .worthKnowing),
      (
        failed(.init(.badResponse, provider: "p", detail: "", violations: [violation])),
        .badPluginResponse, .mayFail
      ),
      (failed(.init(.echoedToken, provider: "p", detail: "")), .badPluginResponse, .mayFail),
      (failed(.init(.timedOut, provider: "p", detail: "")), nil, .mayFail),
    ]
    for (step, code, severity) in rows {
      let finding = step.finding(for: image)
      #expect(finding?.code == code, "\(step)")
      guard let finding else { continue }
      #expect(finding.severity == severity, "\(step)")
      #expect(finding.images == ["a.io/app"])
      #expect(finding.objects.map(\.description) == ["CredentialProvider p"])
    }
  }

  @Test func saysWhatToDo() throws {
    let image = try ImageReference("a.io/app")
    let gate = ProviderStep.Gate.missingAnnotation("k", serviceAccount: "app")
    #expect(
      ProviderStep(provider: "p", gate: gate).finding(for: image)?.description
        == "may fail: sa-token-gates: Credential provider p matches the image and is not executed: "
        + "ServiceAccount app lacks the annotation k. Set the annotation k on ServiceAccount app.")
    let error = CredentialProviderError(
      code: .badResponse, provider: "p", detail: "", violations: [ResponseDraft.noCacheKeyType])
    #expect(
      ProviderStep(provider: "p", .failed, error: error).finding(for: image)?.description
        == "may fail: bad-plugin-response: Credential provider p is executed, and the kubelet drops "
        + "its response. Fix the plugin: cacheKeyType must be Image, Registry or Global.")
  }
}
