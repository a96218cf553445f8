"""What is asked of those who register, as the organiser sets it."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.pages.forms import answer_form, attempt
from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.participation.enrolment.lookup import activity_for_staff
from darbigas_kopienas.participation.questions import services
from darbigas_kopienas.participation.questions.models import Question
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission

from .forms import QuestionForm
from .services import question_in, questions_of, with_answer_counts


def _to_manage(request: SignedInRequest, pk: int) -> Activity:
    return activity_for_staff(request, pk, Permission.MANAGE_REGISTRATIONS)


@login_required
@require_GET
def question_list(request: SignedInRequest, pk: int) -> HttpResponse:
    require_known(request.GET, {})
    return _questions(request, _to_manage(request, pk))


def _questions(request: SignedInRequest, activity: Activity, refused: ValidationError | None = None) -> HttpResponse:
    context = {
        "activity": activity,
        "questions": with_answer_counts(activity),
        "refused": refused.messages if refused else [],
    }
    return render(request, "participation/questions/question_list.html", context, status=422 if refused else 200)


@login_required
@require_http_methods(["GET", "POST"])
def question_add(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = _to_manage(request, pk)
    form = QuestionForm(
        request.POST or None, earlier=questions_of(activity), initial={"kind": "text", "purpose": "general"}
    )
    return _ask(request, activity, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def question_edit(request: SignedInRequest, pk: int, question_pk: int) -> HttpResponse:
    activity = _to_manage(request, pk)
    question = _question_or_404(activity, question_pk)
    earlier = [other for other in questions_of(activity) if other.order < question.order]
    form = QuestionForm(request.POST or None, earlier=earlier, initial=QuestionForm.initial_of(question))
    return _ask(request, activity, form, question)


def _question_or_404(activity: Activity, pk: int) -> Question:
    return get_object_or_404(question_in(activity), pk=pk)


def _ask(request: SignedInRequest, activity: Activity, form: QuestionForm, question: Question | None) -> HttpResponse:
    here = reverse("participation:question_list", args=[activity.pk])
    return answer_form(
        request,
        form,
        lambda: services.ask(by=request.user, activity=activity, question=question, **form.question_fields),
        template="participation/questions/question_edit.html",
        context={"activity": activity, "question": question, "cancel_url": here},
        done=_("The question is saved."),
        to=here,
    )


@login_required
@require_http_methods(["GET", "POST"])
def question_remove(request: SignedInRequest, pk: int, question_pk: int) -> HttpResponse:
    """Asks first where answers would go with it."""
    activity = _to_manage(request, pk)
    question = _question_or_404(activity, question_pk)
    if request.method == "GET":
        context = {"activity": activity, "question": question, "answers": question.answers.count()}
        return render(request, "participation/questions/question_remove.html", context)
    outcome = attempt(
        request,
        forms.Form(request.POST),
        lambda: services.stop_asking(by=request.user, question=question),
        name=f"question_remove:{question_pk}",
        done=_("The question is removed."),
        to=reverse("participation:question_list", args=[pk]),
    )
    return outcome if isinstance(outcome, HttpResponse) else _questions(request, activity, outcome)


@login_required
@require_POST
def question_move(request: SignedInRequest, pk: int, question_pk: int) -> HttpResponse:
    activity = activity_for_staff(request, pk, Permission.SEE_REGISTRATIONS)
    question = _question_or_404(activity, question_pk)
    step = 1 if request.POST.get("step") == "later" else -1
    outcome = attempt(
        request,
        forms.Form(request.POST),
        lambda: services.ask_earlier(by=request.user, question=question, step=step),
        name=f"question_move:{question_pk}",
        to=reverse("participation:question_list", args=[pk]),
    )
    return outcome if isinstance(outcome, HttpResponse) else _questions(request, activity, outcome)
