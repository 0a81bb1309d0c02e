import ImagePullCredentials
import Testing

@Suite("A stack of keyrings")
struct KeyringStackTests {
  private let pod: Keyring = ["a.io": "pod", "*.io/team": "pod-team"]
  private let node: Keyring = ["a.io/team": "node", "index.docker.io": "node-hub"]

  @Test("asks one keyring after the other, whatever their keys")
  func order() throws {
    let stack: KeyringStack = [pod, node]
    #expect(
      stack.credentials(forNormalizedName: "a.io/team/x").map(\.username) == [
        "pod", "pod-team", "node",
      ])
    let image = try ImageReference("a.io/team/x:1")
    #expect(stack.credentials(for: image).map(\.username) == ["pod", "pod-team", "node"])
    let reversed = KeyringStack([node, pod])
    #expect(reversed.credentials(for: image).map(\.username) == ["node", "pod", "pod-team"])
  }

  @Test("falls back for Docker Hub in each keyring for itself")
  func dockerHub() throws {
    let nginx = try ImageReference("nginx")
    let matching: Keyring = ["docker.io": "pod-hub"]
    #expect(
      KeyringStack([matching, node]).credentials(for: nginx).map(\.username)
        == ["pod-hub", "node-hub"])
  }

  @Test("may be empty, and grows")
  func growth() {
    var stack: KeyringStack = []
    #expect(stack.credentials(forNormalizedName: "a.io/x").isEmpty)
    stack.keyrings.append(pod)
    #expect(stack.credentials(forNormalizedName: "a.io/x").map(\.username) == ["pod"])
  }
}
