import ImagePullCredentials
import KubernetesPulls

/// Well-known public images and registries, to suggest corrections for mistyped or incomplete names.
/// It is a short list of examples: other images may also be public.
enum PublicImages {
  /// The usual name of the well-known image that `image` is probably intended to be; nil if it is
  /// well known itself, or similar to none.
  static func nearest(to image: ImageReference) -> String? {
    let (host, path) = (image.registry, image.repository)
    let here = paths[host] ?? []
    guard !here.contains(where: { $0.hasSameBytes(as: path) }) else { return nil }
    if let near = NearestName.find(path, in: here, limit: limit(for: path)) {
      return name(near, at: host)
    }
    guard image.isDockerHub else { return nil }
    // `argoproj/argocd` lacks its registry, `grafana` its owner.
    for (other, paths) in registries
    where other != host && paths.contains(where: { $0.hasSameBytes(as: path) }) {
      return name(path, at: other)
    }
    guard let short = officialName(path) else { return nil }
    return here.first {
      $0.utf8.split(separator: slash).last.map { $0.elementsEqual(short.utf8) } ?? false
    }
    .map { name($0, at: host) }
  }

  /// The new place of a well-known image that moved from `image`'s place, without a tag; nil for
  /// others.
  static func newPlace(of image: ImageReference) -> String? {
    moved.lazy.compactMap { old, new in
      image.name.utf8.starts(with: old.utf8)
        ? new + String(decoding: image.name.utf8.dropFirst(old.utf8.count), as: UTF8.self) : nil
    }.first
  }

  /// Whether there is a Docker Official Image with that name.
  static func isOfficial(_ name: String) -> Bool { official.contains { $0.hasSameBytes(as: name) } }

  /// The well-known registry, or one of `others`, that `host` is probably intended to be; nil if it
  /// is one of them.
  static func nearestHost(to host: String, among others: some Sequence<String> = []) -> String? {
    let candidates = Array(others) + hosts
    guard !candidates.contains(where: { $0.hasSameBytes(as: host) }) else { return nil }
    return NearestName.find(host, in: candidates, limit: min(2, max(1, host.utf8.count / 4)))
  }

  /// Whether the image is public, as far as is known here.
  static func isPublic(_ image: ImageReference) -> Bool {
    isPublicOnly(image)
      || paths[image.registry]?.contains { $0.hasSameBytes(as: image.repository) } ?? false
  }

  /// Whether `host` is a registry with many public images.
  static func isWellKnown(host: String) -> Bool { hosts.contains { $0.hasSameBytes(as: host) } }

  /// Whether all images of the registry, or of this part of it, are public: a refused image does not
  /// exist.
  static func isPublicOnly(_ image: ImageReference) -> Bool {
    if image.isDockerHub { return officialName(image.repository) != nil }
    return publicHosts.contains { $0.hasSameBytes(as: image.registry) }
  }

  /// `nginx` of `library/nginx`: a Docker Official Image.
  private static func officialName(_ path: String) -> String? {
    path.hasPrefix("library/") ? String(path.dropFirst("library/".count)) : nil
  }

  /// The usual form: Docker Hub without its host, and its official images without `library`.
  private static func name(_ path: String, at host: String) -> String {
    host == dockerHub ? officialName(path) ?? path : "\(host)/\(path)"
  }

  /// Short names are similar to many others.
  private static func limit(for path: String) -> Int {
    let length = (officialName(path) ?? path).utf8.count
    return length < 5 ? 1 : min(3, max(1, length / 4))
  }

  private static let slash = UInt8(ascii: "/")
  private static let dockerHub = "docker.io"
}

// MARK: - Names

extension PublicImages {
  private static let publicHosts = [
    "registry.k8s.io", "k8s.gcr.io", "public.ecr.aws", "mcr.microsoft.com", "docker.elastic.co",
    "registry.access.redhat.com", "lscr.io",
  ]

  private static let hosts =
    publicHosts + [
      "docker.io", "index.docker.io", "ghcr.io", "quay.io", "gcr.io", "eu.gcr.io", "us.gcr.io",
      "registry.gitlab.com", "registry.redhat.io", "nvcr.io", "cgr.dev", "icr.io",
      "xpkg.upbound.io",
      "us-docker.pkg.dev", "europe-docker.pkg.dev", "asia-docker.pkg.dev",
      "container-registry.oracle.com",
    ]

  /// The old prefixes of names, and the new ones.
  private static let moved: [(old: String, new: String)] = [
    // Bitnami keeps the versions before 2025-08-28 there, and publishes no new ones.
    ("docker.io/bitnami/", "docker.io/bitnamilegacy/"),
    ("k8s.gcr.io/", "registry.k8s.io/"),
    ("gcr.io/google-containers/", "registry.k8s.io/"),
    ("gcr.io/google_containers/", "registry.k8s.io/"),
    ("gcr.io/kubebuilder/kube-rbac-proxy", "quay.io/brancz/kube-rbac-proxy"),
    ("quay.io/kubernetes-ingress-controller/", "registry.k8s.io/ingress-nginx/"),
    ("gcr.io/tekton-releases/", "ghcr.io/tektoncd/"),
    ("docker.pkg.github.com/", "ghcr.io/"),
    ("projects.registry.vmware.com/", "projects.packages.broadcom.com/"),
  ]

  private static let paths = Dictionary(
    registries, uniquingKeysWith: { first, _ in first })

  private static let registries: [(String, [String])] = [
    (
      dockerHub,
      official.map { "library/\($0)" } + [
        "grafana/grafana", "grafana/loki", "grafana/promtail", "grafana/tempo", "prom/prometheus",
        "prom/alertmanager", "prom/node-exporter", "prom/pushgateway", "prom/blackbox-exporter",
        "bitnami/postgresql", "bitnami/redis", "bitnami/nginx", "bitnami/mysql", "bitnami/mariadb",
        "bitnami/mongodb", "bitnami/kafka", "bitnami/rabbitmq", "bitnami/kubectl",
        "bitnami/zookeeper", "bitnami/keycloak", "jenkins/jenkins", "jenkins/inbound-agent",
        "hashicorp/vault", "hashicorp/consul", "hashicorp/terraform", "rancher/rancher",
        "rancher/k3s", "curlimages/curl", "nginxinc/nginx-unprivileged", "nginx/nginx-ingress",
        "fluent/fluent-bit", "fluent/fluentd", "minio/minio", "minio/mc", "confluentinc/cp-kafka",
        "apache/airflow", "apache/kafka", "apache/spark", "apache/superset", "datadog/agent",
        "otel/opentelemetry-collector", "otel/opentelemetry-collector-contrib", "calico/node",
        "kindest/node", "gitlab/gitlab-ce", "gitlab/gitlab-runner", "sonatype/nexus3",
        "traefik/whoami", "envoyproxy/envoy", "istio/proxyv2", "istio/pilot", "n8nio/n8n",
        "jaegertracing/all-in-one", "openpolicyagent/opa", "openpolicyagent/gatekeeper",
        "dpage/pgadmin4", "portainer/portainer-ce", "pihole/pihole", "amazon/aws-cli",
        "google/cloud-sdk", "alpine/git", "alpine/helm", "moby/buildkit", "velero/velero",
        "timescale/timescaledb", "postgis/postgis", "localstack/localstack",
        "cloudflare/cloudflared", "redis/redis-stack", "clickhouse/clickhouse-server",
        "oliver006/redis_exporter", "vaultwarden/server", "homeassistant/home-assistant",
      ]
    ),
    (
      "quay.io",
      [
        "prometheus/prometheus", "prometheus/alertmanager", "prometheus/node-exporter",
        "prometheus-operator/prometheus-operator", "jetstack/cert-manager-controller",
        "jetstack/cert-manager-webhook", "jetstack/cert-manager-cainjector", "argoproj/argocd",
        "argoproj/argo-rollouts", "argoproj/argoexec", "coreos/etcd", "keycloak/keycloak",
        "cilium/cilium", "cilium/operator-generic", "metallb/controller", "metallb/speaker",
        "oauth2-proxy/oauth2-proxy", "brancz/kube-rbac-proxy", "strimzi/operator", "strimzi/kafka",
        "thanos/thanos", "tigera/operator", "podman/stable", "centos/centos", "fedora/fedora",
        "minio/minio", "kiwigrid/k8s-sidecar",
      ]
    ),
    (
      "ghcr.io",
      [
        "fluxcd/source-controller", "fluxcd/kustomize-controller", "fluxcd/helm-controller",
        "external-secrets/external-secrets", "kyverno/kyverno", "stefanprodan/podinfo",
        "dexidp/dex",
        "home-assistant/home-assistant", "actions/actions-runner",
        "cloudnative-pg/cloudnative-pg", "cloudnative-pg/postgresql", "kedacore/keda",
        "aquasecurity/trivy", "aquasecurity/trivy-operator", "linuxserver/plex",
        "spegel-org/spegel", "berriai/litellm", "goauthentik/server",
      ]
    ),
    (
      "registry.k8s.io",
      [
        "pause", "etcd", "coredns/coredns", "kube-apiserver", "kube-controller-manager",
        "kube-scheduler", "kube-proxy", "ingress-nginx/controller",
        "ingress-nginx/kube-webhook-certgen", "metrics-server/metrics-server",
        "kube-state-metrics/kube-state-metrics", "autoscaling/cluster-autoscaler",
        "sig-storage/csi-provisioner", "sig-storage/csi-attacher", "sig-storage/csi-resizer",
        "sig-storage/csi-snapshotter", "sig-storage/csi-node-driver-registrar",
        "sig-storage/livenessprobe", "external-dns/external-dns", "dns/k8s-dns-node-cache",
        "e2e-test-images/agnhost",
      ]
    ),
    (
      "gcr.io",
      [
        "distroless/static", "distroless/base", "distroless/static-debian12",
        "distroless/base-debian12", "kaniko-project/executor", "cadvisor/cadvisor",
        "google.com/cloudsdktool/cloud-sdk", "tekton-releases/controller",
      ]
    ),
    (
      "mcr.microsoft.com",
      [
        "dotnet/aspnet", "dotnet/runtime", "dotnet/sdk", "dotnet/runtime-deps", "mssql/server",
        "azure-cli", "oss/kubernetes/pause", "playwright", "powershell",
      ]
    ),
    (
      "public.ecr.aws",
      [
        "eks/aws-load-balancer-controller", "karpenter/controller", "amazonlinux/amazonlinux",
        "ebs-csi-driver/aws-ebs-csi-driver", "aws-observability/aws-otel-collector",
        "lambda/python", "lambda/nodejs",
      ]
    ),
    (
      "nvcr.io",
      ["nvidia/k8s-device-plugin", "nvidia/cuda", "nvidia/gpu-operator", "nvidia/pytorch"]
    ),
  ]

  /// Docker's official images.
  private static let official = [
    "adminer", "almalinux", "alpine", "amazoncorretto", "amazonlinux", "archlinux", "bash",
    "buildpack-deps", "busybox", "caddy", "cassandra", "clojure", "composer", "couchbase",
    "couchdb",
    "debian", "docker", "drupal", "eclipse-mosquitto", "eclipse-temurin", "elasticsearch", "elixir",
    "erlang", "fedora", "flink", "fluentd", "gcc", "ghost", "golang", "gradle", "groovy", "haproxy",
    "haskell", "hello-world", "httpd", "influxdb", "jetty", "joomla", "kibana", "kong", "logstash",
    "mariadb", "matomo", "maven", "memcached", "mongo", "mongo-express", "mysql", "nats", "neo4j",
    "nextcloud", "nginx", "node", "odoo", "openjdk", "oraclelinux", "perl", "php", "phpmyadmin",
    "postgres", "python", "rabbitmq", "redis", "redmine", "registry", "rockylinux", "ros", "ruby",
    "rust", "solr", "sonarqube", "spark", "storm", "swift", "telegraf", "tomcat", "traefik",
    "ubuntu", "varnish", "vault", "wordpress", "zookeeper",
  ]
}
