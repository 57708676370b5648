"""Words that people type short when in a rush, and what they mean, folded: fu, agn, snd; nachf, WVL, gestr."""

from collections.abc import Mapping

_ENGLISH = (
    "agn=again ans=answer b4=before bk=back cfm=confirm chk=check ck=check emaild=emailed emld=emailed eml=email "
    "fu=follow-up flup=follow-up fwd=forward lft=left ltr=letter msgd=messaged nxt=next ph=phone phnd=phoned qte=quote "
    "rcvd=received recd=received resched=reschedule snd=send snt=sent tc=telko tdy=today txtd=texted vst=visit "
    "vstd=visited w/in=within bkfst=breakfast brkfst=breakfast sched=schedule arrng=arrange"
)
_GERMAN = (
    "angeruf=angerufen anr=anrufen bestell=bestellen gest=gestern gestr=gestern getr=getroffen nachf=nachfassen "
    "nae=nachste na=nachste nachst=nachste "
    "rr=ruckruf tm=termin vereinb=vereinbaren verschob=verschoben wvl=wiedervorlage "
    "uberm=ubermorgen u-morgen=ubermorgen uebermorg=ubermorgen ubermorg=ubermorgen tko=telko "
    "zuruckruf=zuruckrufen nachtel=nachtelefonieren vorb=vorbereiten besuchstm=besuchstermin"
)
SHORTHAND: Mapping[str, str] = dict(each.split("=") for each in f"{_ENGLISH} {_GERMAN}".split())
# In a title these are written out, as they are typed in full.
WRITTEN_OUT: Mapping[str, str] = {
    **{word: SHORTHAND[word] for word in ("agn", "bk", "chk", "ck", "lft", "resched", "sched", "snd")},
    **{word: SHORTHAND[word] for word in ("anr", "bestell", "nachf", "nachtel", "vereinb", "vorb")},
    **dict.fromkeys(("fu", "flup"), "follow up"),
    "rr": "Rückruf",
    "wvl": "Wiedervorlage",
}
