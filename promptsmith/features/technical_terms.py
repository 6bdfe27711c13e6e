"""Technical terms with their labels: what the technical share, the entities and the entity ruler are made of.

Written by hand; which terms belong is judgement. Three forms say when a spelling counts:

* any: in every letter case ("kubernetes", "Kubernetes").
* exact: only as written, because another case is an ordinary word or means something else ("SOAP", "CRUD").
* context: only as written and only beside other evidence of software, because the spelling is an ordinary word as well ("Go").

There is no term of one letter: the automaton would stop at every "r" of every text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from promptsmith.features.phrases import phrases

ANY, EXACT, CONTEXT = "any", "exact", "context"

LABELS = (
    "TECHNOLOGY", "LANGUAGE", "FRAMEWORK", "DATABASE", "PROTOCOL", "CLOUD", "DEVOPS", "SECURITY", "FILE_TYPE", "FORMAT", "SQL_KEYWORD"
)  # fmt: skip


class TechnicalTerm(NamedTuple):
    """One spelling.

    Attributes:
        term: as it is usually written.
        label: one of `LABELS`.
        form: any, exact or context.
    """

    term: str
    label: str
    form: str


_GROUPS: tuple[tuple[str, str, str], ...] = (
    ("LANGUAGE", ANY, """
        Python, JavaScript, TypeScript, Java, Kotlin, C++, C#, F#, Golang, PHP, Perl, Scala, Haskell, Erlang, Clojure, Julia
        language, MATLAB, Fortran, COBOL, Objective-C, Visual Basic, VBA, VB.NET, PowerShell, Bash, zsh, shell script, shell
        scripts, SQL, PL/SQL, T-SQL, GraphQL, SPARQL, Cypher query, HTML, HTML5, CSS, CSS3, SCSS, Solidity, Verilog, VHDL,
        WebAssembly, CoffeeScript, OCaml, ABAP, PL/pgSQL, R language, R script, R code, R function, R package, RStudio, código
        R, lenguaje R, Rust code, Swift code, Go code, Go program, C
        code, C program, C programming, C language, C function, código C, lenguaje C, programa en C, Prolog, awk, sed command,
        regex, regexp, regular expression, regular expressions, expresión regular, expresiones regulares, pseudocode,
        pseudocódigo, Jinja, Jinja2, assembly language, lenguaje ensamblador
    """),
    ("LANGUAGE", CONTEXT, """
        Go, Ruby, Lua, Elixir, Groovy, Sass, LaTeX, Rust, Swift, Dart, Julia, Crystal, Basic, Racket, Scheme, Assembly
    """),
    ("FRAMEWORK", ANY, """
        React.js, ReactJS, React Native, Next.js, NextJS, Nuxt, Nuxt.js, Vue.js, VueJS, AngularJS, SvelteKit, Node.js, NodeJS,
        Express.js, NestJS, Django, FastAPI, Ruby on Rails, Laravel, Symfony, CodeIgniter, Spring Boot, Spring framework,
        ASP.NET, .NET, .NET Core, dotnet, Blazor, Entity Framework, jQuery, Tailwind CSS, TailwindCSS, Material UI, Redux,
        RxJS, Electron.js, Flutter, SwiftUI, UIKit, Jetpack Compose, Xamarin, Ionic framework, Unity3D, Unreal Engine, pygame,
        OpenGL, WebGL, Three.js, D3.js, NumPy, SciPy, pandas dataframe, DataFrame, Matplotlib, seaborn, scikit-learn, sklearn,
        TensorFlow, PyTorch, Keras, Hugging Face, HuggingFace, LangChain, LlamaIndex, spaCy, NLTK, OpenCV, SQLAlchemy,
        Pydantic, Celery worker, Selenium, Playwright, Puppeteer, Cypress.io, pytest, JUnit, Mocha.js, Webpack, Vite.js,
        Babel.js, ESLint, npm, pnpm, Maven, Gradle, Streamlit, Gradio, Plotly, Dash app, BeautifulSoup, Scrapy, WordPress,
        Drupal, Shopify, WooCommerce, Magento
    """),
    ("FRAMEWORK", CONTEXT, """
        React, Angular, Vue, Svelte, Node, Express, Spring, Flask, Rails, Bootstrap, Tailwind, Electron, Unity, Ember, Ionic,
        Jest, Mocha, Cypress, Vite, Phoenix, Gin, Fiber, Celery, Pandas, pandas, Polars, Echo, Ktor, Gatsby, Remix, Astro,
        Storybook, Yarn, Expo, Hibernate
    """),
    ("DATABASE", ANY, """
        PostgreSQL, Postgres, MySQL, MariaDB, SQLite, SQL Server, MS SQL, MSSQL, Oracle Database, MongoDB, Redis, Memcached,
        DynamoDB, CouchDB, Couchbase, Firestore, Elasticsearch, OpenSearch, Neo4j, InfluxDB, TimescaleDB, ClickHouse,
        BigQuery, DuckDB, CockroachDB, Supabase, pgvector, Pinecone index, Weaviate, Milvus, ChromaDB, NoSQL, PostGIS, HBase,
        Teradata, Microsoft Access, relational database, database schema, foreign key, foreign keys, primary key, stored
        procedure, stored procedures, data warehouse, materialized view, subquery, ORM, base de datos, bases de datos, clave
        primaria, clave foránea, claves foráneas, procedimiento almacenado, database, databases
    """),
    ("DATABASE", CONTEXT, """
        Oracle, Redshift, Cassandra, Snowflake, Access, Presto, Hive, Impala, Vertica, Trino
    """),
    ("PROTOCOL", ANY, """
        HTTP, HTTPS, HTTP/2, HTTP/3, TCP, UDP, TCP/IP, IPv4, IPv6, DNS, DHCP, FTP, SFTP, SSH, TLS, SSL, SMTP, IMAP, POP3,
        MQTT, AMQP, WebSocket, WebSockets, WebRTC, gRPC, REST API, REST APIs, RESTful, SOAP API, JSON-RPC, XML-RPC, LDAP,
        SNMP, RTSP, BGP, OSPF, VPN, NFS, SMB, CoAP, Modbus, Zigbee, Bluetooth, OpenAPI, webhook, webhooks, API, APIs,
        endpoint, endpoints, MCP server
    """),
    ("PROTOCOL", EXACT, """
        REST, SOAP, ARP, NTP, IRC, RPC, MCP, CAN bus, QUIC
    """),
    ("CLOUD", ANY, """
        AWS, Amazon Web Services, EC2, S3 bucket, AWS Lambda, Amazon S3, CloudFront, CloudFormation, CloudWatch, Fargate, EKS,
        Azure, Azure DevOps, AKS, Google Cloud, GCP, GKE, Cloud Run, Firebase, Heroku, Netlify, Vercel, Cloudflare,
        DigitalOcean, OpenStack, serverless, SaaS, PaaS, IaaS, multi-tenant, microservice, microservices, microservicio,
        microservicios, load balancer, balanceador de carga, CDN, virtual machine, virtual machines, máquina virtual, VPC
    """),
    ("CLOUD", CONTEXT, """
        RDS, Lambda, S3, ECS, IAM, SQS, SNS
    """),
    ("DEVOPS", ANY, """
        Docker, Dockerfile, docker-compose, Docker Compose, Kubernetes, K8s, kubectl, Helm chart, Terraform, Ansible, Jenkins,
        GitHub Actions, GitLab CI, CircleCI, Travis CI, ArgoCD, Argo CD, CI/CD, GitHub, GitLab, Bitbucket, git commit, git
        push, git repository, git repo, git branch, git merge, Prometheus, Grafana, Kibana, Logstash, Datadog, Splunk, New
        Relic, OpenTelemetry, Nginx, HAProxy, Traefik, Istio, systemd, cron job, crontab, DevOps, DevSecOps, GitOps, Linux,
        Ubuntu, Debian, CentOS, Fedora Linux, Red Hat Enterprise Linux, Alpine Linux, macOS, Unix, Windows Server, VMware,
        VirtualBox, container image, observability, RabbitMQ, Kafka, Apache Kafka, Apache Spark, PySpark, Airflow, Apache
        Airflow, Hadoop, Databricks, dbt, ETL, data pipeline, rollback, uptime, SLA, SLO, stdout, stderr, stdin, symlink,
        symbolic link, environment variable, environment variables, variable de entorno, variables de entorno, grep, xargs,
        chmod, chown, rsync, wget, sudo, tar archive, tarball, hostname, localhost, cronjob
    """),
    ("DEVOPS", CONTEXT, """
        Git, git, Helm, Puppet, Chef, Apache, Consul, Vault, Nomad, Packer, Jira, Confluence, Slack, Pods, pods, Vagrant, curl
    """),
    ("SECURITY", ANY, """
        OAuth, OAuth2, OAuth 2.0, OpenID Connect, OIDC, SAML, SSO, single sign-on, JWT, JSON Web Token, API key, API keys,
        clave de API, MFA, 2FA, two-factor authentication, autenticación de dos factores, RBAC, role-based access control,
        AES-256, RSA, SHA-256, SHA256, MD5, bcrypt, HMAC, PGP, X.509, CSRF, XSS, SQL injection, inyección SQL, DDoS, OWASP,
        CVE, penetration test, penetration testing, firewall, cortafuegos, zero trust, encryption, cifrado, PKI, WAF, SIEM,
        GDPR, RGPD, HIPAA, PCI DSS, SOC 2, ISO 27001, CORS, authentication, autenticación, authorization token, access token,
        refresh token, password hashing, KYC
    """),
    ("SECURITY", EXACT, """
        AES, SHA, CAPTCHA, ACL, TOTP
    """),
    ("FILE_TYPE", ANY, """
        CSV, TSV, PDF, DOCX, XLSX, PPTX, JPEG, PNG, SVG, WebP, MP3, MP4, FLAC, AVI file, WAV file, ZIP file, ZIP archive,
        JSONL, ipynb, Avro, ORC file, HDF5, log file, log files, archivo de registro, text file, archivo de texto, tar.gz
    """),
    ("FILE_TYPE", EXACT, """
        Parquet, parquet, GIF, ZIP, WAV, RTF, EPUB, ICO, EXE, DLL, JAR
    """),
    ("FORMAT", ANY, """
        JSON, JSON Schema, XML, YAML, TOML, Markdown, Protobuf, Protocol Buffers, UTF-8, ASCII, Unicode, Base64, ISO 8601, RSS
        feed, UML diagram, UML, Mermaid diagram, BPMN, iCalendar, GeoJSON, BibTeX, docstring, docstrings, XPath, XSLT, CSS
        selector, INI file
    """),
    ("TECHNOLOGY", ANY, """
        machine learning, aprendizaje automático, deep learning, aprendizaje profundo, neural network, neural networks, red
        neuronal, redes neuronales, LLM, LLMs, GPT, GPT-3, GPT-4, GPT-4o, ChatGPT, BERT, natural language processing, NLP,
        computer vision, visión artificial, reinforcement learning, random forest, gradient descent, transformer model,
        fine-tuning, RAG pipeline, embeddings, chatbot, chatbots, blockchain, smart contract, smart contracts, contrato
        inteligente, Ethereum, Bitcoin, NFT, IoT, Arduino, Raspberry Pi, ESP32, FPGA, GPU, GPUs, CPU, CPUs, CUDA, SSD, USB,
        RFID, NFC, GPS, QR code, QR codes, código QR, VR headset, Google Sheets, PowerPoint, Microsoft Word, Power Tableau
        dashboard, Salesforce, HubSpot, Zapier, Figma, Photoshop, AutoCAD, Blender 3D, Stable Diffusion, Midjourney, DALL-E,
        DALL·E, Google Analytics, SEO, CRM, ERP, CMS, UI/UX, UX design, frontend, front-end, backend, back-end, full-stack,
        full stack, middleware, SDK, CLI tool, command line, línea de comandos, unit test, unit tests, prueba unitaria,
        pruebas unitarias, integration test, integration tests, test-driven development, TDD, algorithm, algorithms,
        algoritmo, algoritmos, data structure, data structures, estructura de datos, linked list, lista enlazada, binary tree,
        árbol binario, binary search, búsqueda binaria, hash table, hash map, time complexity, Big O, recursion, recursividad,
        multithreading, concurrency, concurrencia, async/await, asynchronous, asíncrono, garbage collection, memory leak, fuga
        de memoria, stack trace, null pointer, race condition, deadlock, singleton pattern, design pattern, design patterns,
        patrón de diseño, patrones de diseño, object-oriented, orientado a objetos, dependency injection, inyección de
        dependencias, source code, código fuente, codebase, refactoring, refactorización, debugging, compiler, compilador,
        runtime, latency, latencia, throughput, caching, cache layer, rate limiting, pagination, paginación, message queue,
        cola de mensajes, feature flag, feature flags, A/B test, A/B testing, KPI, KPIs, open source, código abierto, IDE, VS
        Code, Visual Studio, IntelliJ, Jupyter, Jupyter notebook, Colab, Android, iOS, app móvil, web app, mobile app,
        aplicación web, responsive design, user interface, interfaz de usuario, web scraping, web scraper, data frame, script
        de Python, software, hardware, firmware, servidor web, web server, sysadmin, URL, URLs, UUID, OCR, PWA, SPA app, AJAX,
        cookies policy, localStorage, HTTP request, HTTP requests
    """),
    ("TECHNOLOGY", EXACT, """
        Excel, RAM, DOM, AI, ML, UI, UX, CRUD, SOLID, GAN, CNN, RNN, LSTM, RAG, SAP, CAD, MVP, CLI
    """),
    ("TECHNOLOGY", CONTEXT, """
        Word, Tableau, Notion, Teams, Outlook, Access, Copilot, Claude, Gemini, Llama, Bard, Transformer, Sketch
    """),
    ("SQL_KEYWORD", CONTEXT, """
        SELECT, INSERT, UPDATE, DELETE, WHERE, JOIN, INNER JOIN, LEFT JOIN, RIGHT JOIN, FULL OUTER JOIN, CROSS JOIN, GROUP BY,
        ORDER BY, HAVING, UNION, UNION ALL, DISTINCT, LIMIT, OFFSET, CREATE TABLE, ALTER TABLE, DROP TABLE, INSERT INTO,
        DELETE FROM, PRIMARY KEY, FOREIGN KEY, REFERENCES, NOT NULL, VARCHAR, INTEGER, TIMESTAMP, COUNT, EXISTS, BETWEEN,
        COALESCE, WITH RECURSIVE, PARTITION BY, ROW_NUMBER, EXPLAIN ANALYZE, CREATE INDEX, CASE WHEN, TRUNCATE, COMMIT,
        ROLLBACK
    """),
)  # fmt: skip

# Words that show that a text is about software; they let the terms of form "context" count.
SOFTWARE_WORDS = phrases(
    """
    code, coding, programming, programmer, programmers, developer, developers, script, scripts, function, functions,
    method, methods, module, library, libraries, package, packages, framework, app, apps, application, applications, web,
    website, server, servers, component, components, deploy, deployment, implement, implementation, debug, bug, compile, syntax,
    query, queries, repository, repo, commit, branch, pipeline, cluster, container, containers, plugin, engine, variable, variables,
    array, string, struct, loop, goroutine, goroutines, crate, hook, hooks, language, tutorial, install, build, table,
    tables, column, columns, schema, spreadsheet, template, bucket,
    código, programar, programación, programador, programadora, desarrollador, desarrolladora, función, funciones,
    método, métodos, módulo, librería, biblioteca, paquete, aplicación, aplicaciones, servidor, servidores, componente, componentes,
    desplegar, despliegue, implementa, implementar, depurar, compilar, sintaxis, consulta, consultas, repositorio, rama,
    contenedor, contenedores, lenguaje, instalar, tabla, tablas, columna, columnas, esquema, variable, bucle
    """
)


@lru_cache(maxsize=1)
def technical_terms() -> tuple[TechnicalTerm, ...]:
    """Return every term, each spelling once (the first label wins)."""
    terms: dict[str, TechnicalTerm] = {}
    for label, form, text in _GROUPS:
        for spelling in phrases(text):
            terms.setdefault(spelling, TechnicalTerm(spelling, label, form))
    return tuple(terms.values())
