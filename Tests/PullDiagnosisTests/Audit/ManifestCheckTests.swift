import Foundation
import ImagePullCredentials
import KubernetesPulls
import Testing

@testable import PullDiagnosis

@Suite struct ManifestCheckTests {
  /// The results as `code kind/name path`, the path as the steps to the field.
  private func results(_ manifests: String...) throws -> [String] {
    let objects = try KubernetesObjects(json: manifests.joined(separator: "\n"))
    return ManifestCheck(objects).results(at: try #require(Timestamp(scenarioTime))).map {
      "\($0.finding.code) \($0.object.kind)/\($0.object.name) \(path($0.field))"
    }
  }

  private func path(_ steps: [FieldLocator.Step]) -> String {
    steps.map { step in
      switch step {
      case .member(let name): name
      case .element(let index): "[\(index)]"
      case .named(let name): "[\(name)]"
      }
    }.joined(separator: "/")
  }

  @Test("A Secret that is not in the repository is no failure") func concludesNothingFromAbsence()
    throws
  {
    #expect(try results(deployment(secrets: ["elsewhere"])) == [])
    #expect(try results(deployment(secrets: ["elsewhere"], account: "made-by-terraform")) == [])
    #expect(try results(deployment()) == [])
  }

  @Test("A Secret of that name in another namespace's manifest is one") func findsANamesake() throws
  {
    let namesake = secret(
      "a", namespace: "other", document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#)
    #expect(
      try results(deployment(secrets: ["a"]), namesake) == [
        "other-namespace Deployment/web spec/template/spec/imagePullSecrets/[0]/name"
      ])
  }

  @Test("A name that is nearly another's is a mistake; one that is not may exist elsewhere")
  func findsAMisspelling() throws {
    #expect(
      try results(deployment(secrets: ["regcrde"]), secret("regcred")) == [
        "secret-missing Deployment/web spec/template/spec/imagePullSecrets/[0]/name"
      ])
    #expect(
      try results(deployment("q.example/app", secrets: ["other"]), secret("regcred")) == [])
  }

  @Test("Who lists nothing, while a neighbour lists a Secret for the registry, forgot it")
  func comparesNeighbours() throws {
    let neighbour = deployment(secrets: ["elsewhere"]).replacing(
      #""name":"web""#, with: #""name":"api""#)
    #expect(
      try results(deployment(), neighbour) == [
        "no-pull-secret Deployment/web spec/template/spec/containers/[app]/image"
      ])
    #expect(try results(deployment("q.example/app"), neighbour) == [])
  }

  @Test("A ServiceAccount's Secret that is for no image of its Pods is worth a word")
  func findsWhatIsNotUsed() throws {
    let account = """
      {"kind":"ServiceAccount","metadata":{"name":"default","namespace":"shop"},
      "imagePullSecrets":[{"name":"a"},{"name":"b"},{"name":"elsewhere"}]}
      """
    #expect(
      try results(
        deployment(), account, secret("a"), secret("b", keys: ["q.example"])
      ).contains("service-account-secret-unused ServiceAccount/default imagePullSecrets/[1]/name"))
    #expect(
      try !results(deployment(), account, secret("a")).joined().contains(
        "service-account-secret-unused"))
  }

  @Test(
    "An ExternalSecret that is refreshed less often than an ECR token expires",
    arguments: [("11h59m", 0), ("12h", 1), ("24h", 1), ("0", 1)])
  func comparesTheRefreshWithTheToken(interval: String, count: Int) throws {
    let maker = """
      {"kind":"ExternalSecret","metadata":{"name":"ecr","namespace":"shop"},
      "spec":{"refreshInterval":"\(interval)",
      "target":{"template":{"type":"kubernetes.io/dockerconfigjson"}}}}
      """
    let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1"
    let expected = ["external-secret-refresh ExternalSecret/ecr spec/refreshInterval"]
    #expect(
      try results(deployment(image, secrets: ["ecr"]), maker) == Array(expected.prefix(count)))
    #expect(try results(deployment("ghcr.io/app:1", secrets: ["ecr"]), maker) == [])
  }

  @Test("A finding of several workloads is as severe as for the one that it matters most for")
  func takesTheWorstSeverity() throws {
    let account = """
      {"kind":"ServiceAccount","metadata":{"name":"default","namespace":"shop"},
      "imagePullSecret":[{"name":"a"}]}
      """
    let covered = deployment(secrets: []).replacing(#""name":"web""#, with: #""name":"api""#)
    let objects = try KubernetesObjects(
      json: [account, deployment("nginx"), covered].joined(separator: "\n"))
    let now = try #require(Timestamp(scenarioTime))
    let results = ManifestCheck(objects).results(at: now)
    #expect(results.map(\.finding.severity) == [.mayFail])
    #expect(
      results.map(\.finding.problem) == [
        "ServiceAccount shop/default has imagePullSecret, which the API server drops."
      ])
  }

  @Test("What several workloads have in common is there once") func mergesWorkloads() throws {
    let other = deployment(secrets: ["a"]).replacing(#""name":"web""#, with: #""name":"api""#)
    #expect(
      try results(
        deployment(secrets: ["a"]), other,
        secret("a", document: #"{"auths":{"r.example":{"auth":"%"}}}"#)
      ) == ["auth-base64 Secret/a data/.dockerconfigjson"])
  }
}
