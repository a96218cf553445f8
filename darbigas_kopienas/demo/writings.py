"""Three short guidelines, written for the demonstration."""

GUIDELINES: list[dict[str, str]] = [
    {
        "title_lv": "Kā iesaistīt ģimenes",
        "title_en": "How to involve families",
        "summary_lv": "Pieci soļi, ar kuriem pirmsskola aicina ģimenes mācīties kopā ar bērniem.",
        "summary_en": "Five steps by which a kindergarten invites families to learn together with their children.",
        "body_lv": (
            "## Pirms sākat\n\nNoskaidrojiet, ko ģimenes jau prot un ko tās gribētu pamēģināt.\n\n"
            "## Pieci soļi\n\n1. Aiciniet personīgi.\n2. Sāciet ar īsu, priecīgu darbu.\n3. Dodiet katram lomu.\n"
            "4. Parādiet, ko bērni iemācījās.\n5. Vienojieties par nākamo reizi.\n\n"
            "> Ģimenes nāk tur, kur tās ir vajadzīgas.\n"
        ),
        "body_en": (
            "## Before you start\n\nFind out what families can already do and what they would like to try.\n\n"
            "## Five steps\n\n1. Invite in person.\n2. Begin with something short and cheerful.\n"
            "3. Give everybody a role.\n4. Show what the children learned.\n5. Agree on the next time.\n\n"
            "> Families come where they are needed.\n"
        ),
    },
    {
        "title_lv": "Dobe, kas pulcē kaimiņus",
        "title_en": "A flower bed that gathers neighbours",
        "summary_lv": "Kā divās dienās iestādīt puķu dobes desmit adresēs: plāns, materiāli, cilvēki.",
        "summary_en": "How to plant flower beds at ten addresses in two days: plan, materials, people.",
        "body_lv": (
            "## Kas vajadzīgs\n\n- stādi: daļa pirkta, daļa izaudzēta mājās;\n- augsne un darbarīki;\n"
            "- viens atbildīgais katrā adresē.\n\n## Laiks\n\nDivas dienas, katrā piecas adreses.\n"
        ),
        "body_en": (
            "## What you need\n\n- seedlings: partly bought, partly grown at home;\n- soil and tools;\n"
            "- one person in charge at each address.\n\n## Time\n\nTwo days, five addresses each.\n"
        ),
    },
    {
        "title_lv": "Pirmais solis sociālajā uzņēmējdarbībā",
        "title_en": "First step into social entrepreneurship",
        "summary_lv": "Kā izglītības iestādes vai biedrības ideju pārvērst mazā uzņēmumā, kas palīdz citiem.",
        "summary_en": "How to turn the idea of a school or association into a small enterprise that helps others.",
        "body_lv": (
            "## Jautājumi sākumam\n\n1. Kam palīdzat?\n2. Kas par to maksā?\n3. Kurš to darīs katru nedēļu?\n\n"
            "## Pirmie trīs mēneši\n\nIzmēģiniet ar desmit cilvēkiem un pierakstiet, kas izdevās.\n"
        ),
        "body_en": (
            "## Questions to start with\n\n1. Whom do you help?\n2. Who pays for it?\n3. Who will do it every week?\n\n"
            "## The first three months\n\nTry it with ten people and write down what worked.\n"
        ),
    },
]
