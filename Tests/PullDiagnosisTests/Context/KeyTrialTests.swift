import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct KeyTrialTests {
  private func trials(_ image: String, _ keys: [String]) throws -> [String] {
    let objects = try KubernetesObjects(json: pod(secrets: ["a"]) + secret(keys: keys))
    let resolution = objects.resolve(try #require(objects.pods.first), merging: .admission)
    return resolution.trials(for: try ImageReference(image)).map { "\($0.displayKey) \($0)" }
  }

  @Test(arguments: [
    ("r.example/app", "r.example", "matches"),
    ("r.example/app", "*.example", "matches"),
    ("acme/app", "https://index.docker.io/v1/", "is the key of Docker Hub, where the image is"),
    ("acme/app", "docker.io", "matches"),
    ("r.example:5000/app", "r.example", "is for the host without a port"),
    ("r.example/app", "r.example:5000", "is for port 5000"),
    ("r.example/app", "r.example/team", #"is for paths that begin with "/team""#),
    ("r.example/app", "q.example", "is for another host"),
    ("r.example/app", "a.r.example", "is for another host"),
    ("a.r.example/app", "*.example", "is for hosts of 2 labels"),
    ("r.example/app", "r.example%25zz/%25", "can match nothing"),
  ])
  func saysWhy(image: String, key: String, expected: String) throws {
    #expect(try trials(image, [key]) == ["\(key) \(expected)"])
  }

  @Test func aKeyThatIsNoURL() throws {
    let found = try trials("r.example/app", ["r example"])
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("r example is no URL: invalid character in the host at byte 1"))
  }

  @Test func placesAreThoseOfTheKeyring() throws {
    let keys = ["r.example", "q.example", "r.example/app"]
    let objects = try KubernetesObjects(json: pod(secrets: ["a"]) + secret(keys: keys))
    let resolution = objects.resolve(try #require(objects.pods.first), merging: .admission)
    let outcomes = resolution.trials(for: try ImageReference("r.example/app")).map(\.outcome)
    #expect(outcomes.count == 3)
    #expect(outcomes[0] == .tried(place: 1))
    #expect(outcomes[2] == .tried(place: 0))
  }

  @Test func nothingIsTriedAfterARefusal() throws {
    let objects = try KubernetesObjects(
      json: pod(secrets: ["a", "b"]) + secret() + secret("b", document: "{"))
    let resolution = objects.resolve(try #require(objects.pods.first), merging: .admission)
    #expect(resolution.trials(for: try ImageReference("r.example/app")).isEmpty)
  }
}
