import ImagePullCredentials
import KubernetesPulls

// A manifest writer: puts a registry into a Secret that has others, makes a new Secret, and lists it in a
// ServiceAccount.
let existing = Array(
  #"""
  {"apiVersion":"v1","kind":"Secret","metadata":{"name":"registries","labels":{"team":"shop"}},
  "type":"kubernetes.io/dockerconfigjson",
  "stringData":{".dockerconfigjson":"{\"auths\":{\"quay.io\":{\"auth\":\"cm9ib3Q6ZmFrZQ==\"}}}"}}
  """#.utf8)
let added = DockerConfig.Entry(
  registryKey: "ghcr.io", username: "octocat", password: "fake-token")

let updated = try Secret.updating(existing, with: [added])
let secret = try KubernetesObjects(json: updated).secrets[0]
if case .config(let config) = secret.content {
  print("\(secret): \(config.entries.map(\.registryKey))")
}

let manifest = try PullSecretManifest(
  name: "ghcr", namespace: "shop", config: DockerConfig([added]))
print("a manifest of \(manifest.encodeJSON().count > 200 ? "a Secret" : "nothing")")

let account = ServiceAccount(namespace: "shop", name: "default", imagePullSecrets: ["registries"])
print(try account.patch(addingPullSecrets: ["registries", manifest.name]))
